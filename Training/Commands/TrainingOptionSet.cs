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
    public TrainingOptions Apply(ParseResult parsed, TrainingOptions options, ValueOrigins origins)
    {
        TrainingOptions before = options;
        RowOption[] given = [.. _options.Where(option => parsed.GetResult(option) is { Implicit: false })];
        foreach (RowOption option in given)
        {
            options = option.Row.Set(options, option.Read(parsed));
            foreach (Hyperparameter row in option.Row.Rows)
            {
                origins.Note(row.Path, option.Name);
            }
        }

        if (given.FirstOrDefault(option => !option.Row.Rows.Any(row => row.IsUsedBy(options))) is { } unused)
        {
            throw new InputException($"{unused.Name}: {unused.Row.Rows[0].AbsenceIn(options)}", ExitCodes.Usage);
        }

        TrainingOptions settled = NetworkOptions.Settle(before, options, origins);
        EnsureAgreement(given, before, settled, origins);
        return settled;
    }

    // Of hidden units and layers that are both given here. Those of a file give way to this command line.
    private static void EnsureAgreement(RowOption[] given, TrainingOptions before, TrainingOptions settled, ValueOrigins origins)
    {
        string[] paths = [.. given.SelectMany(option => option.Row.Rows).Select(row => row.Path)];
        if ((paths.Contains("generatorHidden") && paths.Contains("generatorLayers")) || (paths.Contains("discriminatorHidden") && paths.Contains("discriminatorLayers")))
        {
            NetworkOptions.EnsureAgreement(before, settled, origins);
        }
    }

    /// <summary>What holds without the option in every preset; null where they differ.</summary>
    private static string? UsualIn(Hyperparameter row)
    {
        string[] values = [.. PresetCatalog.All.Select(preset => row.Kind.Show(row.Get(preset.Options))).Distinct()];
        return values is [var only] ? only : null;
    }
}
