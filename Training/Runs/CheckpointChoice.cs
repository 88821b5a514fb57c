using System.Globalization;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;

namespace NativeGan.Training.Runs;

/// <summary>Which checkpoint of a run is meant: the newest, or that of a step.</summary>
/// <param name="Step">The step; null for the newest.</param>
/// <remarks>A further choice takes a name in <see cref="CheckpointChoices"/> and a line in <see cref="PathIn"/>.</remarks>
internal readonly record struct CheckpointChoice(long? Step)
{
    // What a resumed run may have otherwise than its checkpoint: how long it is, and how often it writes.
    private static readonly string[] _free = ["steps", "logEvery", "sampleEvery", "checkpointEvery"];

    /// <summary>The newest.</summary>
    public static CheckpointChoice Newest => default;

    /// <summary>Reads the checkpoint of a run folder, or a checkpoint that is named itself.</summary>
    /// <param name="path">A run folder, or a checkpoint's file.</param>
    /// <param name="log">Told where there is no hash to compare the content with.</param>
    /// <exception cref="InputException">There is none, it is damaged, or not of the folder's run; the message names the newest good one.</exception>
    public TrainingState Read(string path, Action<string> log)
    {
        if (Directory.Exists(path))
        {
            using RunFolder folder = RunFolder.Open(path);
            return TryRead(folder, log) ?? throw new InputException($"'{path}' has no checkpoint yet. Let it train on, or give a checkpoint.", ExitCodes.DataMissing);
        }

        return Step is { } step
            ? throw new InputException(string.Create(CultureInfo.InvariantCulture, $"--from: found {step}, but '{path}' is a checkpoint already. Give its run folder, or leave --from out."), ExitCodes.Usage)
            : Checked(Checkpoint.Load(path), log);
    }

    /// <summary>Reads the checkpoint of a run folder.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="log">Told where there is no hash to compare the content with.</param>
    /// <returns>Null where the newest is meant and there is none yet.</returns>
    /// <exception cref="InputException">There is none of that step, it is damaged, or not of the folder's run; the message names the newest good one.</exception>
    public TrainingState? TryRead(RunFolder folder, Action<string> log)
    {
        if (PathIn(folder) is not { } path)
        {
            return null;
        }

        TrainingOptions run = folder.ReadOptions();
        try
        {
            return Checked(Load(path, run), log);
        }
        catch (InputException fault)
        {
            string advice = NewestGood(folder, path, run) is { } step
                ? string.Create(CultureInfo.InvariantCulture, $"The newest good checkpoint is of step {step}: take it with --from {step}.")
                : "The folder has no other checkpoint that is good.";
            throw new InputException($"{fault.Message} {advice}", fault.ExitCode, fault);
        }
    }

    private string? PathIn(RunFolder folder)
    {
        if (Step is not { } step)
        {
            return folder.LatestCheckpoint;
        }

        IReadOnlyList<(long Step, string Path)> all = folder.Checkpoints;
        return all.FirstOrDefault(checkpoint => checkpoint.Step == step).Path ?? throw new InputException(
            string.Create(CultureInfo.InvariantCulture, $"'{folder.Path}' has no checkpoint of step {step}. {(all.Count == 0 ? "It has none yet." : $"There are those of {Shortened([.. all.Select(checkpoint => checkpoint.Step).Reverse()])}.")}"),
            ExitCodes.DataMissing);
    }

    private static string Shortened(long[] steps)
    {
        const int Most = 20;
        string[] texts = [.. steps.Select(step => step.ToString(CultureInfo.InvariantCulture))];
        return texts.Length <= Most ? string.Join(", ", texts) : $"{string.Join(", ", texts[..(Most / 2)])}, ..., {string.Join(", ", texts[^(Most / 2)..])}";
    }

    private static long? NewestGood(RunFolder folder, string except, TrainingOptions run)
    {
        foreach ((long step, string path) in folder.Checkpoints.Where(checkpoint => checkpoint.Path != except))
        {
            try
            {
                Load(path, run);
                return step;
            }
            catch (InputException)
            {
                // This one is no better; the next may be.
            }
        }

        return null;
    }

    /// <summary>Reads a checkpoint, which must be of the run.</summary>
    private static TrainingState Load(string path, TrainingOptions run)
    {
        TrainingState state = Checkpoint.Load(path);
        (string name, IReadOnlyList<string> values, bool differ) = OptionDifferences.Of([run, state.Options]).FirstOrDefault(option => option.Differ && !_free.Contains(option.Name));
        return differ
            ? throw new InputException($"Checkpoint '{path}': its {name} is '{values[1]}', the folder's run.json says '{values[0]}': it is of another run. Move it away.", ExitCodes.DataMissing)
            : state;
    }

    private static TrainingState Checked(TrainingState state, Action<string> log)
    {
        if (!state.IsVerified)
        {
            log($"note: '{state.Path}' is of an earlier version and has no checksum: damage to its numbers would go unnoticed");
        }

        return state;
    }
}
