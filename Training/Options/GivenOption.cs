using NativeGan.Training.Errors;

namespace NativeGan.Training.Options;

/// <summary>A value that somebody gave an option of a run.</summary>
/// <param name="Option">The option.</param>
/// <param name="Value">A value of its kind.</param>
internal sealed record GivenOption(HyperparameterOption Option, object Value)
{
    /// <summary>A configuration with values over it.</summary>
    /// <param name="options">What holds without them.</param>
    /// <param name="given">The values.</param>
    /// <param name="origins">Told which values were given.</param>
    /// <exception cref="InputException">A value is of no use to the run, or contradicts another.</exception>
    public static TrainingOptions Apply(TrainingOptions options, IReadOnlyList<GivenOption> given, ValueOrigins origins)
    {
        TrainingOptions before = options;
        foreach ((HyperparameterOption option, object value) in given)
        {
            options = option.Set(options, value);
            foreach (Hyperparameter row in option.Rows)
            {
                origins.Note(row.Path, option.Name);
            }
        }

        if (given.FirstOrDefault(entry => !entry.Option.Rows.Any(row => row.IsUsedBy(options))) is { } unused)
        {
            throw new InputException($"{unused.Option.Name}: {unused.Option.Rows[0].AbsenceIn(options)}", ExitCodes.Usage);
        }

        TrainingOptions settled = NetworkOptions.Settle(before, options, origins);
        EnsureAgreement(given, before, settled, origins);
        return settled;
    }

    // Of hidden units and layers that are both given here. Those of a file give way to these.
    private static void EnsureAgreement(IReadOnlyList<GivenOption> given, TrainingOptions before, TrainingOptions settled, ValueOrigins origins)
    {
        string[] paths = [.. given.SelectMany(entry => entry.Option.Rows).Select(row => row.Path)];
        if ((paths.Contains("generatorHidden") && paths.Contains("generatorLayers")) || (paths.Contains("discriminatorHidden") && paths.Contains("discriminatorLayers")))
        {
            NetworkOptions.EnsureAgreement(before, settled, origins);
        }
    }
}
