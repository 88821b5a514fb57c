using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Support;

/// <summary>Runs of a few quick steps on a few made-up images.</summary>
internal static class SmallRun
{
    /// <summary>Odd sizes, so that the ends of rows are reached; 50 images of 5×3 pixels are one epoch in 50/7 batches.</summary>
    public static TrainingOptions Options { get; } = new()
    {
        Preset = "small",
        NoiseSize = 6,
        GeneratorHidden = 11,
        DiscriminatorHidden = 9,
        BatchSize = 7,
        ShuffleBuffer = 20,
        DiscriminatorOptimizer = new OptimizerOptions { LearningRate = 1e-3 },
        GeneratorOptimizer = new OptimizerOptions { LearningRate = 1e-3 },
        Steps = 60,
        LogEvery = 0,
        SampleEvery = 0,
        CheckpointEvery = 0,
    };

    /// <summary>Made-up images, the same in every run.</summary>
    public static ImageDataset Images(int count = 50, int rows = 5, int columns = 3, int classes = 0) => new()
    {
        Name = "made-up images",
        Count = count,
        Rows = rows,
        Columns = columns,
        Pixels = [.. Enumerable.Range(0, count * rows * columns).Select(index => (byte)(index * 37 + index / 11))],
        Labels = classes == 0 ? null : [.. Enumerable.Range(0, count).Select(index => (byte)(index * 7 % classes))],
        Sha256 = new string('0', 64),
        Source = "a test",
    };

    /// <summary>Trains from the beginning, or from a checkpoint, to the last step of the options.</summary>
    /// <returns>The state afterwards.</returns>
    public static IReadOnlyDictionary<string, double[]> Train(
        TrainingOptions options, IBackend backend, ITrainingData? data = null, TrainingState? start = null, bool captures = true,
        params ITrainingObserver[] observers)
    {
        using TrainingSession session = new(options, backend, data ?? Images());
        if (start is not null)
        {
            session.Restore(start);
        }

        new GanTrainer(session, observers, captures).Run(start, timeLimit: null, CancellationToken.None);
        return State(session);
    }

    /// <summary>Everything that decides how a run goes on: weights, optimiser states, clocks, random counter.</summary>
    public static IReadOnlyDictionary<string, double[]> State(TrainingSession session)
    {
        Dictionary<string, double[]> state = session.Model.NamedVariables.ToDictionary(entry => entry.Name, entry => entry.Variable.ToDoubleArray());
        foreach ((string network, IParameterUpdater optimizer) in
            new[] { ("generator", session.GeneratorOptimizer), ("discriminator", session.DiscriminatorOptimizer) })
        {
            for (int index = 0; index < optimizer.Parameters.Count; index++)
            {
                (double[] first, double[] second) = optimizer.ReadState(index);
                state.Add($"{network}.{index}.first", first);
                state.Add($"{network}.{index}.second", second);
            }

            UpdateClock clock = optimizer.Clock;
            state.Add($"{network}.clock", [clock.Step, clock.LearningRate, clock.FirstPower, clock.SecondPower]);
        }

        state.Add("noise draws", [session.Noise.DrawCount]);
        state.Add("other draws", [.. session.Model.RandomSources.Select(random => (double)random.DrawCount)]);
        return state;
    }

    /// <summary>Fails unless two states have the same bits.</summary>
    public static void AreIdentical(IReadOnlyDictionary<string, double[]> actual, IReadOnlyDictionary<string, double[]> expected, string backend)
    {
        Assert.That(actual.Keys, Is.EquivalentTo(expected.Keys));
        foreach ((string name, double[] values) in expected)
        {
            NativeGan.Tests.Support.NumericAssert.AreIdentical(actual[name], values, name, backend);
        }
    }
}
