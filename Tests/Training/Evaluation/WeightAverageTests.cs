using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Tests.Support;
using NativeGan.Training.Evaluation;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Evaluation;

/// <summary>The average of weights is the exponential one.</summary>
public sealed class WeightAverageTests
{
    [Test]
    public void Apply_AfterTwoSteps_GivesTheWeightedMean()
    {
        IBackend backend = BackendCases.Get("cpu");
        using Linear layer = new("0", 1, 1, new HeNormal(), new InitialValues(1), backend, hasBias: false);
        Parameter weight = layer.Parameters[0];
        weight.Assign([8.0]);
        using WeightAverage average = new(layer, keep: 0.75);

        weight.Assign([4.0]);
        average.Take();
        weight.Assign([2.0]);
        average.Take();
        average.Apply();

        // 0.75·8 + 0.25·4 = 7, and 0.75·7 + 0.25·2 = 5.75.
        Assert.That(weight.ToArray(), Is.EqualTo(new[] { 5.75f }));
    }
}
