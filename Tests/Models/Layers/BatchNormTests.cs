using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models.Layers;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Models.Layers;

/// <summary>Batch normalisation as a layer: what its running statistics become, and what evaluation makes of them.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.Present))]
public sealed class BatchNormTests(string backendName)
{
    // A few roundings of numbers of size 1.
    private const double Rounding = 1e-6;

    private IBackend Backend => BackendCases.Get(backendName);

    public static IEnumerable<TestCaseData> Conventions =>
    [
        // One channel of 1 and 3: mean 2, biased variance 1, unbiased 2; the statistics start at 0 and 1.
        new TestCaseData(BatchNormOptions.Keras, 0.02, 1.0).SetArgDisplayNames("Keras"), // 0.01·2; 0.99·1 + 0.01·1
        new TestCaseData(BatchNormOptions.KerasImages, 0.02, 1.01).SetArgDisplayNames("Keras, images"), // 0.99·1 + 0.01·2
        new TestCaseData(BatchNormOptions.PyTorch, 0.2, 1.1).SetArgDisplayNames("PyTorch"), // 0.1·2; 0.9·1 + 0.1·2
    ];

    [TestCaseSource(nameof(Conventions))]
    public void Forward_InTraining_MovesTheStatisticsByTheConvention(BatchNormOptions options, double mean, double variance)
    {
        using TensorScope scope = new();
        using BatchNorm layer = new("1", 1, options, Backend);

        layer.Forward(Tensor.FromArray(Backend, [1f, 3f], new Shape(2, 1)));

        Assert.That(layer.State.Select(state => state.Name), Is.EqualTo(new[] { "1.running_mean", "1.running_var" }));
        Assert.That(layer.State[0].Item(), Is.EqualTo(mean).Within(Rounding));
        Assert.That(layer.State[1].Item(), Is.EqualTo(variance).Within(Rounding));
    }

    [Test]
    public void Forward_OfASingleNumber_TakesItsBiasedVariance()
    {
        using TensorScope scope = new();
        using BatchNorm layer = new("1", 1, BatchNormOptions.PyTorch, Backend);

        float[] y = layer.Forward(Tensor.FromArray(Backend, [5f], new Shape(1, 1))).ToArray();

        Assert.That(y, Is.All.Zero); // β
        Assert.That(layer.State[1].Item(), Is.EqualTo(0.9).Within(Rounding));
    }

    [Test]
    public void Evaluate_WithGivenStatistics_IsALineAndChangesNothing()
    {
        using TensorScope scope = new();
        using BatchNorm layer = new("1", 2, BatchNormOptions.PyTorch with { Epsilon = 0.25 }, Backend);
        layer.Parameters[0].Assign([2.0, 3.0]);
        layer.Parameters[1].Assign([0.5, -1.0]);
        layer.State[0].Assign([1.0, 10.0]);
        layer.State[1].Assign([3.75, 0.0]);

        // √(3.75 + 0.25) = 2 and √0.25 = ½: y = 2·(x − 1)/2 + 0.5 and y = 3·(x − 10)·2 − 1.
        float[] y = layer.Evaluate(Tensor.FromArray(Backend, [1f, 10f, 4f, 11f], new Shape(2, 2))).ToArray();

        Assert.That(y, Is.EqualTo(new[] { 0.5f, -1f, 3.5f, 5f }).Within(Rounding));
        Assert.That(layer.State[0].ToArray(), Is.EqualTo(new[] { 1f, 10f }));
        Assert.That(layer.State[1].ToArray(), Is.EqualTo(new[] { 3.75f, 0f }));
    }

    [Test]
    public void State_ChangedAfterAnOperationUsedIt_IsRefusedByTheTape()
    {
        using StateTensor state = new("1.running_mean", Backend, [2.0], new Shape(1));
        using GradientTape tape = new();
        Tensor x = Tensor.Ones(Backend, new Shape(1));
        Tensor loss = x * state;

        state.Blend(0.5, x, 0.25);

        Assert.That(state.Item(), Is.EqualTo(1.25)); // ½·2 + ¼·1
        Assert.That(() => tape.Gradients(loss, [x]), Throws.InvalidOperationException.With.Message.Contains("state '1.running_mean' was updated"));
    }

    [Test]
    public void State_BlendedWithAnotherShape_NamesBoth()
    {
        using TensorScope scope = new();
        using StateTensor state = new("1.running_mean", Backend, [2.0], new Shape(1));

        Assert.That(
            Refusal.Message<ShapeException>(() => state.Blend(0.5, Tensor.Ones(Backend, new Shape(3)), 0.5)),
            Is.EqualTo("Blend: '1.running_mean' is [1], the new value is [3]; they must be equal."));
    }

    [Test]
    public void Layout_ChannelsFirst_GivesTheSameNumbersInTheOtherOrder()
    {
        using TensorScope scope = new();
        using BatchNorm last = new("1", 3, BatchNormOptions.Keras, Backend);
        using BatchNorm first = new("1", 3, BatchNormOptions.Keras with { Layout = ImageLayout.ChannelsFirst }, Backend);
        Tensor x = Tensor.FromArray(Backend, TestNumbers.Uniform(2 * 4 * 5 * 3), new Shape(2, 4, 5, 3));

        Tensor expected = last.Forward(x);
        Tensor found = TensorOperations.Transpose(
            first.Forward(TensorOperations.Transpose(x, 0, 3, 1, 2)), 0, 2, 3, 1);

        Assert.That(found.ToArray(), Is.EqualTo(expected.ToArray()));
        Assert.That(first.State[1].ToArray(), Is.EqualTo(last.State[1].ToArray()));
    }
}
