using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Engine;

/// <summary>The example of micrograd's README (Karpathy 2020), which prints its three numbers with four decimals.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.Present))]
public sealed class MicrogradTests(string backendName)
{
    [Test]
    public void Gradients_OfMicrogradsExample_AreTheNumbersOfItsReadme()
    {
        IBackend backend = BackendCases.Get(backendName);
        using GradientTape tape = new();
        Tensor a = Tensor.Full(backend, Shape.Scalar, -4), b = Tensor.Full(backend, Shape.Scalar, 2);

        Tensor c = a + b;
        Tensor d = a * b + b.PowScalar(3);
        c += c + 1;
        c += c + 1 + (-a);
        d += d * 2 + (b + a).Relu();
        d += 3 * d + (b - a).Relu();
        Tensor e = c - d;
        Tensor f = e.PowScalar(2);
        Tensor g = f / 2;
        g += 10 * f.Reciprocal();
        Gradients gradients = tape.Gradients(g, [a, b]);

        // Half of the last printed digit, and single precision at 645 has a spacing of 6e-5.
        Assert.That(g.DoubleItem(), Is.EqualTo(24.7041).Within(1e-4));
        Assert.That(gradients[a].DoubleItem(), Is.EqualTo(138.8338).Within(2e-4));
        Assert.That(gradients[b].DoubleItem(), Is.EqualTo(645.5773).Within(3e-4));
    }
}
