using System.Globalization;
using System.Text.Json;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Tests.Fixtures.Kinds;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Fixtures;

/// <summary>Whole recorded trainings, on every backend present: losses of every step, first gradients, final weights and samples.</summary>
[Category("Fixtures")]
public sealed class TrajectoryFixtureTests
{
    /// <summary>Steps on ILGPU's processor accelerator, where a barrier costs microseconds and a step seconds.</summary>
    private const int SlowSteps = 2;

    /// <summary>Steps that are also taken eagerly on the reference, whose plain loops would double the time of these tests.</summary>
    private const int ReferenceEagerSteps = 5;

    private static IEnumerable<TestCaseData> Runs() => FixtureRun.Of("traj");

    [TestCaseSource(nameof(Runs))]
    public void Training_Recorded_TakesTheSamePath(FixtureRun run)
    {
        FixtureCase recorded = run.Case;
        string name = recorded.Json.GetProperty("spec").GetProperty("kind").GetString()!;
        if (RecordedKind.Find(name) is not { } kind)
        {
            Assert.Ignore($"kind '{name}' is not built yet.");
            return;
        }

        IBackend backend = BackendCases.Get(run.Backend);
        int recordedSteps = recorded.Steps;
        int steps = run.Backend == "ilgpu-cpu" ? Math.Min(SlowSteps, recordedSteps) : recordedSteps;
        int eagerSteps = run.Backend == "reference" ? Math.Min(ReferenceEagerSteps, steps) : steps;
        using RecordedGan eager = new(recorded, kind, backend), captured = new(recorded, kind, backend);
        List<string> misses = [];

        Follow(recorded, eager, 0, eagerSteps, captures: false, misses);
        Follow(recorded, captured, 0, eagerSteps, captures: true, misses);
        double[] eagerNumbers = eager.AllNumbers(), capturedNumbers = captured.AllNumbers();
        Follow(recorded, captured, eagerSteps, steps, captures: true, misses);

        CompareFirstGradients(recorded, eager, misses);
        Assert.That(misses, Is.Empty, string.Join(Environment.NewLine, misses));
        NumericAssert.AreIdentical(capturedNumbers, eagerNumbers, $"{recorded.Name}, weights and statistics of captured and eager steps", run.Backend);
        if (steps < recordedSteps)
        {
            TestContext.Out.WriteLine($"{recorded.Name} on {run.Backend}: the first {steps} of {recordedSteps} steps, as one takes seconds there.");
        }
    }

    /// <summary>Trains from one step to another and compares what was recorded on the way.</summary>
    private static void Follow(FixtureCase recorded, RecordedGan gan, int from, int to, bool captures, List<string> misses)
    {
        JsonElement json = recorded.Json;
        bool isWhole = json.GetProperty("comparable_steps").GetInt32() >= gan.Steps;
        int weighed = isWhole ? gan.Steps : json.GetProperty("last_comparable_checkpoint").GetInt32();
        string what = $"{recorded.Name}, {(captures ? "captured" : "eager")}";
        int step = from;
        if (from < weighed && weighed <= to)
        {
            gan.Train(weighed - from, captures);
            CompareWeights(recorded, gan, isWhole ? null : weighed, what, misses);
            step = weighed;
        }

        gan.Train(to - step, captures);
        (double[] discriminator, double[] generator) = gan.Losses(to);
        CompareLosses(recorded, "d_loss", discriminator, what, gan.Backend.Name, misses);
        CompareLosses(recorded, "g_loss", generator, what, gan.Backend.Name, misses);
        if (isWhole && to == gan.Steps)
        {
            CompareStatistics(recorded, gan, what, misses);
            FixtureTensor sample = recorded.Tensor("final_sample");
            double absolute = json.GetProperty("tolerance").GetProperty("final_sample_atol").GetDouble();
            Add(misses, NumericAssert.Compare(
                gan.Sample(sample.Shape.Count), sample.Values, 0, absolute, $"{what}, final_sample", gan.Backend.Name, sample.Shape));
        }
    }

    /// <summary>|loss − recorded| within the recorded part of max(|recorded|, 1e-3); an infinite part means: do not compare.</summary>
    private static void CompareLosses(FixtureCase recorded, string key, double[] actual, string what, string backend, List<string> misses)
    {
        double[] expected = recorded.Tensor(key).Values, tolerances = recorded.Tensor($"{key}_rel_tol").Values;
        for (int step = 0; step < actual.Length; step++)
        {
            double tolerance = tolerances[step] * Math.Max(Math.Abs(expected[step]), 1e-3);
            if (double.IsFinite(tolerance) && !(Math.Abs(actual[step] - expected[step]) <= tolerance))
            {
                misses.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{what}, {key} on {backend}: first miss at step {step}: expected {expected[step]:R}, actual {actual[step]:R}, tolerance {tolerance:G3}."));
                return;
            }
        }
    }

    /// <summary>‖W − recorded‖ within the recorded part of how far the training moved the weight.</summary>
    private static void CompareWeights(FixtureCase recorded, RecordedGan gan, int? checkpoint, string what, List<string> misses)
    {
        foreach ((string key, Parameter parameter) in gan.Weights)
        {
            (string full, string part, double tolerance) = checkpoint is { } step
                ? ($"cp{step}/{key}", $"cp{step}_sub/{key}", CheckpointTolerance(recorded, step, key))
                : ($"final/{key}", $"final_sub/{key}", recorded.Json.GetProperty("tolerance").GetProperty("weight_rel_tol").GetProperty(key).GetDouble());
            bool isFull = recorded.Has(full);
            double[] expected = recorded.Tensor(isFull ? full : part).Values;
            double[] initial = Part(recorded.Tensor($"init/{key}").Values, isFull), actual = Part(parameter.ToDoubleArray(), isFull);
            double moved = Distance(expected, initial), off = Distance(actual, expected);
            if (!(off <= tolerance * moved))
            {
                misses.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{what}, {key} on {gan.Backend.Name}: off by {off:G3} after a way of {moved:G3}, {tolerance:G3} of it is allowed."));
            }
        }
    }

    /// <summary>‖s − recorded‖ within 1e-4 of how far the training moved the statistic: the recordings name no wider part, and this is their least for a weight.</summary>
    private static void CompareStatistics(FixtureCase recorded, RecordedGan gan, string what, List<string> misses)
    {
        foreach ((string key, StateTensor statistic) in gan.Statistics)
        {
            double[] expected = recorded.Tensor($"final_stat/{key}").Values;
            double initial = key.Contains("var", StringComparison.Ordinal) ? 1 : 0;
            double moved = Distance(expected, [.. Enumerable.Repeat(initial, expected.Length)]), off = Distance(statistic.ToDoubleArray(), expected);
            if (!(off <= 1e-4 * moved))
            {
                misses.Add(string.Create(CultureInfo.InvariantCulture, $"{what}, {key} on {gan.Backend.Name}: off by {off:G3} after a way of {moved:G3}."));
            }
        }
    }

    private static double CheckpointTolerance(FixtureCase recorded, int step, string key) => Math.Max(1e-4, 10 * recorded.Json
        .GetProperty("checkpoints").GetProperty(step.ToString(CultureInfo.InvariantCulture)).GetProperty(key).GetProperty("dev_f32").GetDouble());

    private static void CompareFirstGradients(FixtureCase recorded, RecordedGan gan, List<string> misses)
    {
        JsonElement tolerance = recorded.Json.GetProperty("tolerance").GetProperty("grad0");
        double relative = tolerance.GetProperty("rtol").GetDouble(), ofLargest = tolerance.GetProperty("atol_rel_to_absmax").GetDouble();
        foreach ((string key, double[] gradient) in gan.GradientsOfTheFirstUpdates())
        {
            bool isFull = recorded.Has($"grad0/{key}");
            double[] expected = recorded.Tensor(isFull ? $"grad0/{key}" : $"grad0_sub/{key}").Values;
            double absolute = ofLargest * expected.Max(Math.Abs);
            Add(misses, NumericAssert.Compare(
                Part(gradient, isFull), expected, relative, absolute, $"{recorded.Name}, first gradient of {key}", gan.Backend.Name));
        }
    }

    /// <summary>All elements, or those that the recorded parts have: flat[:: max(1, size // 64)].</summary>
    private static double[] Part(double[] values, bool isFull)
    {
        int stride = isFull ? 1 : Math.Max(1, values.Length / 64);
        return [.. values.Where((_, element) => element % stride == 0)];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    private static void Add(List<string> misses, string? miss)
    {
        if (miss is not null)
        {
            misses.Add(miss);
        }
    }
}
