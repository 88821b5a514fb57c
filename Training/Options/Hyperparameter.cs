using System.Reflection;
using System.Text.Json;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Options;

/// <summary>A row of the hyperparameters: one value of <see cref="TrainingOptions"/>, and everything that is known about it.</summary>
internal sealed class Hyperparameter
{
    private readonly PropertyInfo _property;
    private readonly PropertyInfo? _group;
    private readonly HyperparameterAttribute _row;

    /// <summary>The row of a property.</summary>
    /// <param name="property">It carries a <see cref="HyperparameterAttribute"/>.</param>
    /// <param name="group">The property of <see cref="TrainingOptions"/> that holds its record; null where it is of <see cref="TrainingOptions"/> itself.</param>
    public Hyperparameter(PropertyInfo property, PropertyInfo? group)
    {
        (_property, _group) = (property, group);
        _row = property.GetCustomAttribute<HyperparameterAttribute>()
            ?? throw new InvalidOperationException($"{property.DeclaringType?.Name}.{property.Name} has no row: give it a [Hyperparameter].");
        Group = group is null ? null : JsonNamingPolicy.CamelCase.ConvertName(group.Name);
        Name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        Option = _row.Option ?? JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name);
        Kind = KindOf(property.PropertyType, _row);
    }

    /// <summary>The name in JSON files.</summary>
    public string Name { get; }

    /// <summary>The name of the JSON object that holds it; null for the configuration itself.</summary>
    public string? Group { get; }

    /// <summary>Where it stands in JSON files: <c>generatorOptimizer.beta1</c>.</summary>
    public string Path => Group is null ? Name : $"{Group}.{Name}";

    /// <summary>The option's name without dashes; empty for no option.</summary>
    public string Option { get; }

    /// <summary>What the option was called before, without dashes; null where it had no other name.</summary>
    public string? FormerOption => _row.FormerOption;

    /// <summary>Where help shows it.</summary>
    public OptionSection Section => _row.Section;

    /// <summary>What it is, in one sentence.</summary>
    public string Meaning => _row.Meaning;

    /// <summary>What a number of it counts or measures; null for a plain number.</summary>
    public string? Unit => _row.Unit;

    /// <summary>The paper and section it comes from; null where none is known.</summary>
    public string? Source => _row.Source;

    /// <summary>Its values.</summary>
    public ValueKind Kind { get; }

    /// <summary>What the program takes where neither a preset nor anybody else gives a value.</summary>
    public object Default => Get(HyperparameterCatalog.Defaults);

    /// <summary>The choices, such as models or optimisers, that use it; null where every run does.</summary>
    public IReadOnlyList<string>? Users => Chooser is { } chooser
        ? [.. ((Names)chooser.Kind).All.Where(choice => chooser.UsesOf(choice).Contains(_property.Name))]
        : null;

    /// <summary>The row whose choice decides whether this one is used; null where every run uses it.</summary>
    public Hyperparameter? Chooser => _row.UsedBy is { } name
        ? new Hyperparameter(_property.DeclaringType!.GetProperty(name)!, _group)
        : null;

    /// <summary>Its value in a configuration.</summary>
    public object Get(TrainingOptions options) => _property.GetValue(Holder(options))!;

    /// <summary>The configuration with another value.</summary>
    public TrainingOptions With(TrainingOptions options, object value)
    {
        TrainingOptions changed = options with
        {
            DiscriminatorOptimizer = options.DiscriminatorOptimizer with { },
            GeneratorOptimizer = options.GeneratorOptimizer with { },
        };
        _property.SetValue(Holder(changed), value);
        return changed;
    }

    /// <summary>Whether a run uses it.</summary>
    public bool IsUsedBy(TrainingOptions options) =>
        Chooser is not { } chooser || Users!.Contains(chooser.Get(options)) || NetworkOptions.UsesOf(options).Contains(_property.Name);

    /// <summary>Why a run does not use it, and what would.</summary>
    /// <exception cref="InvalidOperationException">Every run uses it.</exception>
    public string AbsenceIn(TrainingOptions options)
    {
        Hyperparameter chooser = Chooser ?? throw new InvalidOperationException($"{Path} is used by every run.");
        string chosen = chooser._row.Chosen ?? chooser.Name;
        return $"{chosen} '{chooser.Get(options)}' {_row.Absence}. Leave it out, or give another --{chooser.Option}: {string.Join(", ", Users!)}.";
    }

    private object Holder(TrainingOptions options) => _group is null ? options : _group.GetValue(options)!;

    private IReadOnlyList<string> UsesOf(string choice) =>
        (IReadOnlyList<string>)_row.Choices!.GetMethod("UsesOf", [typeof(string)])!.Invoke(null, [choice])!;

    private static ValueKind KindOf(Type type, HyperparameterAttribute row)
    {
        if (row.Kind is { } kind)
        {
            return (ValueKind)Activator.CreateInstance(kind)!;
        }

        if (row.Choices is { } choices)
        {
            return new Names([.. (IEnumerable<string>)choices.GetProperty("Names")!.GetValue(null)!]);
        }

        return type == typeof(int) ? new WholeNumbers<int>((int)Or(row.Least, int.MinValue), (int)Or(row.Most, int.MaxValue))
            : type == typeof(long) ? new WholeNumbers<long>((long)row.Least, (long)row.Most)
            : type == typeof(ulong) ? new WholeNumbers<ulong>(0, ulong.MaxValue)
            : type == typeof(double) ? new RealNumbers(Or(row.Least, double.MinValue), Or(row.Most, double.PositiveInfinity)) { ExcludesLeast = row.ExcludesLeast, ExcludesMost = row.ExcludesMost }
            : type == typeof(bool) ? new TruthValues()
            : type == typeof(string) ? new AnyText()
            : type.IsEnum ? new EnumNames(type)
            : throw new NotSupportedException($"A hyperparameter cannot be of type {type.Name}.");
    }

    private static double Or(double bound, double otherwise) => double.IsNaN(bound) ? otherwise : bound;
}
