using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Models.Layers;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Models.Layers;

/// <summary>Dropout as a layer: how many numbers stay, how they are scaled, and that chance is drawn on the device.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.Present))]
public sealed class DropoutTests(string backendName)
{
    private const int Count = 20_000;

    private IBackend Backend => BackendCases.Get(backendName);

    [Test]
    public void Forward_Keeping30Percent_DropsTheRestAndScalesUp() => CheckShare(source => Dropout.Keeping(0.3, source), keep: 0.3);

    [Test]
    public void Forward_Dropping30Percent_KeepsTheRestAndScalesUp() => CheckShare(source => Dropout.Dropping(0.3, source), keep: 0.7);

    [Test]
    public void Forward_DroppingNothing_IsTheInput()
    {
        using TensorScope scope = new();
        using RandomSource random = new(Backend, seed: 1, stream: 7);
        Tensor x = Tensor.FromArray(Backend, TestNumbers.Uniform(100), new Shape(100));

        Assert.That(Dropout.Dropping(0, random).Forward(x).ToArray(), Is.EqualTo(x.ToArray()));
    }

    [Test]
    public void Evaluate_IsTheInput()
    {
        using TensorScope scope = new();
        using RandomSource random = new(Backend, seed: 1, stream: 7);
        Tensor x = Tensor.Ones(Backend, new Shape(5));

        Assert.That(Dropout.Keeping(0.3, random).Evaluate(x), Is.SameAs(x));
        Assert.That(random.DrawCount, Is.Zero);
    }

    [Test]
    public void Gradient_FlowsWhereTheNumberStayed()
    {
        using GradientTape tape = new();
        using RandomSource random = new(Backend, seed: 1, stream: 7);
        Tensor x = Tensor.Ones(Backend, new Shape(Count));
        Tensor y = Dropout.Keeping(0.5, random).Forward(x);

        Gradients gradients = tape.Gradients(y, [x], Tensor.Ones(Backend, x.Shape));

        // Of ones, output and gradient are the same: 0 or 1/keep.
        Assert.That(gradients[x].ToArray(), Is.EqualTo(y.ToArray()));
    }

    [Test]
    public void EveryBackend_DropsTheSameNumbers()
    {
        using TensorScope scope = new();
        using ReferenceBackend reference = new();
        using RandomSource random = new(Backend, seed: 3, stream: 7), again = new(reference, seed: 3, stream: 7);

        float[] found = Dropout.Keeping(0.7, random).Forward(Tensor.Ones(Backend, new Shape(Count))).ToArray();
        float[] expected = Dropout.Keeping(0.7, again).Forward(Tensor.Ones(reference, new Shape(Count))).ToArray();

        Assert.That(found.Select(value => value > 0), Is.EqualTo(expected.Select(value => value > 0)));
    }

    [TestCase(0)]
    [TestCase(1.5)]
    [TestCase(double.NaN)]
    public void Keeping_OutOfRange_IsRefused(double probability)
    {
        using RandomSource random = new(Backend, seed: 1, stream: 7);

        Assert.That(() => Dropout.Keeping(probability, random), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("to keep a number"));
    }

    [TestCase(-0.1)]
    [TestCase(1)]
    [TestCase(double.NaN)]
    public void Dropping_OutOfRange_IsRefused(double probability)
    {
        using RandomSource random = new(Backend, seed: 1, stream: 7);

        Assert.That(() => Dropout.Dropping(probability, random), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("to drop a number"));
    }

    private void CheckShare(Func<RandomSource, Dropout> create, double keep)
    {
        using TensorScope scope = new();
        using RandomSource random = new(Backend, seed: 1, stream: 7);
        Dropout layer = create(random);
        Tensor x = Tensor.Full(Backend, new Shape(Count), 1.5);

        float[] first = layer.Forward(x).ToArray(), second = layer.Forward(x).ToArray();

        // Five deviations of the share of so many draws: 5·√(0.21/20000) = 0.016.
        Assert.That(first.Count(value => value != 0) / (double)Count, Is.EqualTo(keep).Within(0.016));
        Assert.That(first.Where(value => value != 0), Is.All.EqualTo(1.5 / keep).Within(1e-6));
        Assert.That(second, Is.Not.EqualTo(first));
    }
}
