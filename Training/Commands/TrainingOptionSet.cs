using System.CommandLine;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;

namespace NativeGan.Training.Commands;

/// <summary>The command-line options of all hyperparameters, made from their rows.</summary>
internal sealed class TrainingOptionSet
{
    private readonly (HyperparameterOption Row, TextOption Option)[] _options;

    /// <summary>All options of a training run.</summary>
    /// <param name="shown">The preset whose defaults the help shows; null for all presets'.</param>
    public TrainingOptionSet(Preset? shown = null) => _options = [.. HyperparameterCatalog.Options.Select(row => (row, new TextOption(row.Name)
    {
        FormerName = row.FormerName,
        Description = $"{row.Description} [default: {Default(row, shown)}]",
        Arity = row.Kind is TruthValues ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
    }))];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach ((_, TextOption option) in _options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The configuration with what was given on the command line.</summary>
    /// <exception cref="InputException">A value is not written like one, out of range, or of no use to the run.</exception>
    public TrainingOptions Apply(ParseResult parsed, TrainingOptions options)
    {
        TrainingOptions before = options;
        HyperparameterOption[] given = [.. _options.Where(entry => parsed.GetResult(entry.Option) is { Implicit: false }).Select(entry => entry.Row)];
        foreach ((HyperparameterOption row, TextOption option) in _options.Where(entry => given.Contains(entry.Row)))
        {
            // A switch without a value is on.
            string text = parsed.GetValue(option) ?? "true";
            options = row.Set(options, row.Kind.Parse(row.Name, text));
        }

        return given.FirstOrDefault(row => !row.Rows.Any(part => part.IsUsedBy(options))) is { } unused
            ? throw new InputException($"{unused.Label}: {unused.Rows[0].AbsenceIn(options)}", ExitCodes.Usage)
            : NetworkOptions.Settle(before, options);
    }

    /// <summary>What holds without the option: one value, or one for each preset where they differ.</summary>
    private static string Default(HyperparameterOption option, Preset? shown)
    {
        Hyperparameter row = option.Rows[0];
        List<(string Preset, string Value)> values =
            [.. (shown is null ? PresetCatalog.All : [shown]).Select(preset => (preset.Name, row.Kind.Show(row.Get(preset.Options))))];
        return values.All(entry => entry.Value == values[0].Value)
            ? values[0].Value
            : string.Join("; ", values.Select(entry => $"{entry.Preset}: {entry.Value}"));
    }
}
