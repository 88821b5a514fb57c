using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Losses;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Models;

/// <summary>The gradient penalty against central differences, in double precision: its value, and what it does to D's weights.</summary>
public sealed class GradientPenaltyTests
{
    private const int Rows = 3, Pixels = 4;

    private readonly ReferenceBackend _backend = new();
    private readonly double[] _real = TestNumbers.Uniform(Rows * Pixels, stream: 1);
    private readonly double[] _fake = TestNumbers.Uniform(Rows * Pixels, stream: 2);
    private MlpGan _model = null!;
    private RandomSource _random = null!;

    [SetUp]
    public void CreateModel()
    {
        _model = new MlpGan(new GanSpecification(2, Pixels, new XavierNormal(), new WassersteinLoss(), Seed: 3, _backend), MlpGanDesign.OneHiddenLayer(3, 5));
        _random = new RandomSource(_backend, 1, 7);
    }

    [TearDown]
    public void DisposeModel()
    {
        _random.Dispose();
        _model.Dispose();
    }

    [OneTimeTearDown]
    public void DisposeBackend() => _backend.Dispose();

    [Test]
    public void Of_SomeSamples_IsTheSquaredDistanceOfTheSlopesFromOne()
    {
        double[] shares = Shares();
        double expected = 0;
        for (int row = 0; row < Rows; row++)
        {
            double[] between = [.. Enumerable.Range(row * Pixels, Pixels).Select(i => shares[row] * _real[i] + (1 - shares[row]) * _fake[i])];
            double square = Enumerable.Range(0, Pixels).Sum(pixel => Math.Pow(Slope(between, pixel), 2));
            expected += Math.Pow(Math.Sqrt(square) - 1, 2) / Rows;
        }

        // Central differences of a function that is linear between the kinks of ReLU: exact but for rounding.
        Assert.That(Penalty(), Is.EqualTo(expected).Within(1e-6));
        Assert.That(expected, Is.GreaterThan(0.01));
    }

    [Test]
    public void Of_SomeSamples_TrainsTheDiscriminatorsWeights()
    {
        const double Step = 1e-6;
        double[][] gradients;
        using (GradientTape tape = new())
        {
            _random.DrawCount = 0;
            Gradients found = tape.Gradients(Of(tape), _model.Discriminator.Parameters);

            // All but the last bias, which shifts D and has no part in its slope.
            gradients = [.. _model.Discriminator.Parameters.Take(3).Select(parameter => found[parameter].ToDoubleArray())];
        }

        for (int index = 0; index < gradients.Length; index++)
        {
            Parameter parameter = _model.Discriminator.Parameters[index];
            double[] values = parameter.ToDoubleArray();
            double[] expected = [.. values.Select((_, element) => (PenaltyAt(parameter, values, element, Step) - PenaltyAt(parameter, values, element, -Step)) / (2 * Step))];
            parameter.Assign(values);

            // Rounding of the difference: 1e-16 / 1e-6.
            NumericAssert.AreClose(gradients[index], expected, 1e-6, 1e-8, $"gradient of {parameter.Name}", "reference", parameter.Shape);
        }

        Assert.That(gradients[0].Max(Math.Abs), Is.GreaterThan(0.01));
    }

    private double PenaltyAt(Parameter parameter, double[] values, int element, double change)
    {
        double[] changed = [.. values];
        changed[element] += change;
        parameter.Assign(changed);
        return Penalty();
    }

    private double Penalty()
    {
        using GradientTape tape = new();
        _random.DrawCount = 0;
        return Of(tape).ToDoubleArray()[0];
    }

    private Tensor Of(GradientTape tape)
    {
        Tensor real = Tensor.FromArray(_backend, _real, new Shape(Rows, Pixels)), fake = Tensor.FromArray(_backend, _fake, new Shape(Rows, Pixels));
        return GradientPenalty.Of(tape, samples => _model.Score(samples, new GanBatch(real, real)), _model.Packing, real, fake, _random);
    }

    private double[] Shares()
    {
        using TensorScope scope = new();
        _random.DrawCount = 0;
        return _random.Uniform(new Shape(Rows, 1)).ToDoubleArray();
    }

    private double Slope(double[] sample, int pixel)
    {
        const double Step = 1e-6;
        double[] more = [.. sample], less = [.. sample];
        more[pixel] += Step;
        less[pixel] -= Step;
        return (Score(more) - Score(less)) / (2 * Step);
    }

    private double Score(double[] sample)
    {
        using TensorScope scope = new();
        return _model.Discriminator.Forward(Tensor.FromArray(_backend, sample, new Shape(1, Pixels))).ToDoubleArray()[0];
    }
}
