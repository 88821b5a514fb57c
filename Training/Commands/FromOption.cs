using NativeGan.Training.Runs;

namespace NativeGan.Training.Commands;

/// <summary><c>--from</c>: which of a run's checkpoints a command takes.</summary>
internal static class FromOption
{
    /// <summary>The option.</summary>
    public static ValueOption<CheckpointChoice> Create() =>
        new("--from", new CheckpointChoices()) { Description = "Which checkpoint of the run: newest, or the one of a step.", Default = CheckpointChoice.Newest };
}
