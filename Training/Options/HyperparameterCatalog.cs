using System.Reflection;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Options;

/// <summary>The rows of all hyperparameters, read once from <see cref="TrainingOptions"/> and the records it holds.</summary>
internal static class HyperparameterCatalog
{
    private static readonly (PropertyInfo Property, HyperparameterGroupAttribute Group)[] _groups =
    [
        .. PropertiesOf(typeof(TrainingOptions)).Where(IsGroup).Select(property => (property, property.GetCustomAttribute<HyperparameterGroupAttribute>()!)),
    ];

    /// <summary>A configuration in which nobody has chosen anything.</summary>
    public static TrainingOptions Defaults { get; } = new() { Preset = "" };

    /// <summary>Every row, in the order of <c>run.json</c>.</summary>
    public static IReadOnlyList<Hyperparameter> All { get; } =
    [
        .. PropertiesOf(typeof(TrainingOptions)).SelectMany(property => IsGroup(property)
            ? PropertiesOf(property.PropertyType).Select(inner => new Hyperparameter(inner, property))
            : [new Hyperparameter(property, null)]),
    ];

    /// <summary>Every command-line option: one for a row, or for a row of the networks' groups three, for both, the first and the second.</summary>
    public static IReadOnlyList<HyperparameterOption> Options { get; } =
    [
        .. All.Where(row => row.Group is null && row.Option.Length > 0).Select(row => OptionOf("", null, [row])),
        .. All.Where(row => row.Group is not null).GroupBy(row => row.Name).SelectMany(rows => rows
            .Zip(_groups, (row, group) => OptionOf(group.Group.Prefix, group.Group.Owner, [row]))
            .Prepend(OptionOf("", "both networks", [.. rows]))),
    ];

    /// <summary>The names of the objects in a configuration.</summary>
    public static IReadOnlyList<string> Groups { get; } = [.. All.Select(row => row.Group).OfType<string>().Distinct()];

    /// <summary>The row of a property of <see cref="TrainingOptions"/>.</summary>
    public static Hyperparameter Find(string property) => new(typeof(TrainingOptions).GetProperty(property)!, null);

    /// <summary>The option that sets a row alone: <c>--batch-size</c>, <c>--d-beta1</c>.</summary>
    public static string OptionOf(Hyperparameter row) => Options.First(option => option.Rows is [var only] && only.Path == row.Path).Name;

    /// <summary>Refuses values of a configuration file that the run does not use: those that neither the preset nor the defaults have.</summary>
    /// <param name="origins">How the values were written.</param>
    /// <param name="file">What the file makes of the preset.</param>
    /// <param name="preset">The preset.</param>
    /// <param name="run">What is trained, the command line's options included.</param>
    /// <exception cref="InputException">Neither what the file chooses nor what is trained uses a value.</exception>
    public static void EnsureUsed(ValueOrigins origins, TrainingOptions file, TrainingOptions preset, TrainingOptions run)
    {
        foreach (Hyperparameter row in All)
        {
            object found = row.Get(file);
            bool isGiven = !found.Equals(row.Get(preset)) && !found.Equals(row.Default);
            if (isGiven && !row.IsUsedBy(file) && !row.IsUsedBy(run))
            {
                throw new InputException($"{origins.NameOf(row)}: {row.AbsenceIn(run)}", ExitCodes.Usage);
            }
        }
    }

    private static HyperparameterOption OptionOf(string prefix, string? owner, IReadOnlyList<Hyperparameter> rows) => new(
        $"--{prefix}{rows[0].Option}", rows[0].FormerOption is { } former ? $"--{prefix}{former}" : null, owner, rows);

    private static PropertyInfo[] PropertiesOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static bool IsGroup(PropertyInfo property) => property.GetCustomAttribute<HyperparameterGroupAttribute>() is not null;
}
