using System.CommandLine;
using NativeGan.Training.Errors;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;

namespace NativeGan.Training.Commands;

/// <summary>The command-line options of all hyperparameters, made from their rows.</summary>
internal sealed class TrainingOptionSet
{
    private readonly RowOption[] _options;

    /// <summary>All options of a training run.</summary>
    /// <param name="run">The run that a command line starts from, for help; null where it names none.</param>
    public TrainingOptionSet(Func<ParseResult, TrainingOptions?> run) =>
        _options = [.. HyperparameterCatalog.Options.Select(row => new RowOption(row, run, UsualIn))];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (RowOption option in _options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The configuration with what was given on the command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">What holds without it.</param>
    /// <param name="origins">Told which values were given.</param>
    /// <exception cref="InputException">A value is not written like one, out of range, of no use to the run, or contradicts another.</exception>
    public TrainingOptions Apply(ParseResult parsed, TrainingOptions options, ValueOrigins origins) => GivenOption.Apply(
        options, [.. _options.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => new GivenOption(option.Row, option.Read(parsed)))], origins);

    /// <summary>What holds without the option in every preset; null where they differ.</summary>
    private static string? UsualIn(Hyperparameter row)
    {
        string[] values = [.. PresetCatalog.All.Select(preset => row.Kind.Show(row.Get(preset.Options))).Distinct()];
        return values is [var only] ? only : null;
    }
}
