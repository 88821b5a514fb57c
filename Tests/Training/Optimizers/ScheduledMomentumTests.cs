using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Tests.Support;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Presets;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Optimizers;

/// <summary>Momentum on a schedule: against numbers worked out by hand on every backend, and the first GAN's schedule at its corners.</summary>
public sealed class ScheduledMomentumTests
{
    private static IEnumerable<string> Backends => BackendCases.Present;

    [TestCaseSource(nameof(Backends))]
    public void Steps_OfAConstantGradient_AreThoseWorkedOutByHand(string backendName)
    {
        IBackend backend = BackendCases.Get(backendName);
        OptimizerOptions options = new()
        {
            Kind = "momentum-scheduled",
            LearningRate = 0.5,
            LearningRateDecay = 2,
            MinimumLearningRate = 0.125,
            Momentum = 0.5,
            FinalMomentum = 1,
            MomentumRamp = 2,
        };

        double[] found = Train(options, backend, start: 4, steps: 5);

        // η = 1/2, 1/4, 1/8, then no less; μ = 1/2, 3/4, 1, then no more. b = μb + η: 1/2, 3/8 + 1/4, 5/8 + 1/8, 3/4 + 1/8, 7/8 + 1/8.
        // All are sums of powers of two, which every backend has exactly. p = 4 − their sum.
        Assert.That(found, Is.EqualTo(new[] { 3.5, 2.875, 2.125, 1.25, 0.25 }));
    }

    [Test]
    public void Steps_WithoutASchedule_AreThoseOfMomentum()
    {
        using ReferenceBackend backend = new();
        OptimizerOptions plain = new() { Kind = "momentum", LearningRate = 0.3, Momentum = 0.7 };

        double[] scheduled = Train(plain with { Kind = "momentum-scheduled" }, backend, start: 1, steps: 20);

        Assert.That(scheduled, Is.EqualTo(Train(plain, backend, start: 1, steps: 20)).Within(1e-12)); // 20 roundings of doubles
    }

    [TestCase(1, 0.1, 0.5)]
    [TestCase(501, 0.1 / 1.0020020, 0.5 + 0.2 / 249)] // the first update of the second epoch: 1.000004⁵⁰⁰ = 1.0020020
    [TestCase(124_501, 0.1 / 1.6454255, 0.7)] // the first of the 250th: 1.000004¹²⁴⁵⁰⁰ = e^(124500 · 3.999992e-6)
    [TestCase(250_001, 0.1 / 2.7182764, 0.7)] // e^0.999998
    [TestCase(3_000_001, 1e-6, 0.7)] // the least is reached after ln(1e5)/3.999992e-6 = 2,878,237 updates
    public void ScheduleOfTheFirstGan_AtAnUpdate_HasTheScriptsRates(int update, double learningRate, double momentum)
    {
        OptimizerOptions options = PresetCatalog.Find("goodfellow2014").Options.GeneratorOptimizer;
        ScheduledMomentumRule rule = Rule(options);
        UpdateClock clock = new(0, options.LearningRate, 1, 1);
        for (int done = 0; done < update; done++)
        {
            clock = rule.Advance(clock);
        }

        UpdateScalars<double> scalars = rule.Prepare(clock);

        // The constants in the cases have eight digits.
        Assert.That(scalars.Rate, Is.EqualTo(learningRate).Within(1e-7 * learningRate));
        Assert.That(scalars.Correction, Is.EqualTo(momentum).Within(1e-12));
    }

    [Test]
    public void Schedule_PastTheLargestPower_StaysAtTheLeastRate()
    {
        ScheduledMomentumRule rule = Rule(PresetCatalog.Find("goodfellow2014").Options.GeneratorOptimizer);

        UpdateClock clock = rule.Advance(new UpdateClock(1e9, 0.1, double.MaxValue, 1));
        clock = rule.Advance(clock with { FirstPower = double.PositiveInfinity });

        Assert.That(rule.Prepare(clock), Is.EqualTo(new UpdateScalars<double>(1e-6, 0.7)));
    }

    private static ScheduledMomentumRule Rule(OptimizerOptions options) =>
        new(options.Momentum, options.FinalMomentum, options.MomentumRamp, options.LearningRateDecay, options.MinimumLearningRate);

    /// <summary>One parameter after every update by the gradient 1; eighteen values, so that the last lanes are used too.</summary>
    private static double[] Train(OptimizerOptions options, IBackend backend, double start, int steps)
    {
        const int values = 18;
        using Parameter parameter = new("p", backend, [.. Enumerable.Repeat(start, values)], new Shape(values));
        using IParameterUpdater optimizer = options.Create([parameter]);
        List<double> found = [];
        for (int step = 0; step < steps; step++)
        {
            using TensorScope scope = new();
            optimizer.Step(new Gradients(new Dictionary<Tensor, Tensor> { [parameter] = Tensor.Ones(backend, new Shape(values)) }));
            double[] row = parameter.ToDoubleArray();
            Assert.That(row, Is.All.EqualTo(row[0]), "every value has the same gradient");
            found.Add(row[0]);
        }

        return [.. found];
    }
}
