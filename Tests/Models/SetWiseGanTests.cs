using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Losses;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Models;

/// <summary>The discriminator of source S2: sets of numbers, their squared distances from the mean, and a mean without gradient.</summary>
public sealed class SetWiseGanTests
{
    private static readonly double[] _numbers = [1, 2, 6, -1, 0.5, 3.5];

    private static IBackend Backend => BackendCases.Get("reference");

    [Test]
    public void Constructor_SourceSizes_HasItsNumberOfParameters()
    {
        using SetWiseGan model = new(Specify(packing: 100), MlpGanDesign.SetWise(50, 50), seesDistances: true);

        Assert.That(model.Generator.Parameters.Sum(parameter => parameter.Shape.Count), Is.EqualTo(2_701));
        Assert.That(model.Discriminator.Parameters.Sum(parameter => parameter.Shape.Count), Is.EqualTo(12_651));
    }

    [Test]
    public void Score_TwoSets_IsWhatTheDiscriminatorSaysOfNumbersAndSquaredDistances()
    {
        using SetWiseGan model = new(Specify(packing: 3), MlpGanDesign.SetWise(4, 4), seesDistances: true);
        using TensorScope scope = new();

        double[] scores = model.Score(Samples(), batch: null!).ToDoubleArray();

        // Means 3 and 1.
        Tensor expected = model.Discriminator.Forward(Tensor.FromArray(Backend, [1, 2, 6, 4, 1, 9, -1, 0.5, 3.5, 4, 0.25, 6.25], new Shape(2, 6)));
        Assert.That(scores, Is.EqualTo(expected.ToDoubleArray()).Within(1e-14));
    }

    [Test]
    public void Score_RawData_SeesTheNumbersAlone()
    {
        using SetWiseGan model = new(Specify(packing: 3), MlpGanDesign.SetWise(4, 4), seesDistances: false);
        using TensorScope scope = new();

        double[] scores = model.Score(Samples(), batch: null!).ToDoubleArray();

        Assert.That(scores, Is.EqualTo(model.Discriminator.Forward(Samples().Reshape(2, 3)).ToDoubleArray()));
    }

    [Test]
    public void Score_Gradient_TakesTheMeanForAConstant()
    {
        using SetWiseGan model = new(Specify(packing: 3), MlpGanDesign.SetWise(4, 4), seesDistances: true);
        using TensorScope scope = new();
        using GradientTape tape = new();
        Tensor samples = Samples(), means = Tensor.FromArray(Backend, [3.0, 1.0], new Shape(2, 1));

        double[] gradient = tape.Gradients(model.Score(samples, batch: null!).Sum(), [samples])[samples].ToDoubleArray();

        Tensor sets = Samples().Reshape(2, 3);
        Tensor score = model.Discriminator.Forward(TensorOperations.Concatenate(1, sets, (sets - means).Square())).Sum();
        double[] withConstantMean = tape.Gradients(score, [sets])[sets].ToDoubleArray();
        Assert.That(gradient, Is.EqualTo(withConstantMean).Within(1e-14));
    }

    [Test]
    public void Constructor_SamplesOfTwoNumbers_SaysWhatIsExpected()
    {
        ShapeException exception = Assert.Throws<ShapeException>(() => new SetWiseGan(Specify(packing: 3) with { SampleSize = 2 }, MlpGanDesign.SetWise(4, 4), seesDistances: true))!;

        Assert.That(exception.Message, Does.Contain("2 numbers, 1 is expected"));
    }

    private Tensor Samples() => Tensor.FromArray(Backend, _numbers, new Shape(6, 1));

    private GanSpecification Specify(int packing) => new(1, 1, new FanInUniform(), new NonSaturatingLogitsLoss(), Seed: 2, Backend) { Packing = packing };
}
