using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Operations;

/// <summary>Division by a number is one rounding, never a product with a rounded reciprocal.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.Present))]
public sealed class DivisionTests(string backendName)
{
    private IBackend Backend => BackendCases.Get(backendName);

    [Test]
    public void Divide_ByItself_IsOne()
    {
        using TensorScope scope = new();
        for (int number = 1; number <= 300; number++)
        {
            Assert.That((Tensor.Full(Backend, new Shape(1), number) / number).Item(), Is.EqualTo(1f), $"{number}/{number}");
        }
    }

    [Test]
    public void Mean_OfOnes_IsOne()
    {
        for (int count = 1; count <= 300; count++)
        {
            using TensorScope scope = new();
            Tensor ones = Tensor.Ones(Backend, new Shape(count, 2));

            Assert.That(ones.Mean(0).ToArray(), Is.EqualTo(new[] { 1f, 1f }), $"mean of {count} ones");
            Assert.That(ones.Mean().Item(), Is.EqualTo(1f), $"mean of {2 * count} ones");
        }
    }

    // A row of equal logits: each loss is ln 1 + ln n, and their mean over the batch is the same number again.
    [Test]
    public void SoftmaxCrossEntropy_OfEqualRows_IsThatOfOne([Values(1, 41, 47, 300)] int batch)
    {
        using TensorScope scope = new();
        using Indices classes = Indices.FromArray(Backend, new int[batch], new Shape(batch));

        float loss = Tensor.Zeros(Backend, new Shape(batch, 1)).SoftmaxCrossEntropy(classes).Item();

        Assert.That(loss, Is.Zero);
    }

    // γ/√(σ² + ε) is one division too: 41/√1681.
    [Test]
    public void BatchNorm_OfAStandardDeviationLikeGamma_ChangesNothing()
    {
        using TensorScope scope = new();
        Tensor x = Tensor.FromArray(Backend, [3f, 5f], new Shape(2, 1)), zero = Tensor.Zeros(Backend, new Shape(1));

        float[] y = x.BatchNorm(Tensor.Full(Backend, new Shape(1), 41), zero, zero, Tensor.Full(Backend, new Shape(1), 1681), epsilon: 0).ToArray();

        Assert.That(y, Is.EqualTo(new[] { 3f, 5f }));
    }
}
