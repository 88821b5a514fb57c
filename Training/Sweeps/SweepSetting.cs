using NativeGan.Training.Options;

namespace NativeGan.Training.Sweeps;

/// <summary>One option of a trial.</summary>
/// <param name="Option">The option, as <c>train</c> has it.</param>
/// <param name="Text">Its value, as the command line takes it.</param>
internal sealed record SweepSetting(HyperparameterOption Option, string Text)
{
    /// <summary>The option's name in sweep files and tables: <c>learning-rate</c>.</summary>
    public string Name => Option.Name[2..];
}
