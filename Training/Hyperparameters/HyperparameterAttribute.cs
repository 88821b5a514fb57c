namespace NativeGan.Training.Hyperparameters;

/// <summary>A hyperparameter's row, on the property that holds it: command line, JSON files, validation and help all read it.</summary>
/// <remarks>
/// The property's type says how values are written: <c>int</c>, <c>long</c>, <c>ulong</c>, <c>double</c>, <c>bool</c>, an enumeration,
/// or a <c>string</c>. Its name in camel case is the name in JSON files, in kebab case the option's name, and its
/// initial value the default.
/// </remarks>
/// <param name="section">Where help shows it.</param>
/// <param name="meaning">What it is, in one sentence.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HyperparameterAttribute(OptionSection section, string meaning) : Attribute
{
    /// <summary>Where help shows it.</summary>
    public OptionSection Section { get; } = section;

    /// <summary>What it is, in one sentence.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>What a number of it counts or measures; null for a plain number.</summary>
    public string? Unit { get; init; }

    /// <summary>The least number; NaN for the type's own bound, which a <c>double</c> has not.</summary>
    public double Least { get; init; } = double.NaN;

    /// <summary>The largest number; NaN for the type's own bound.</summary>
    public double Most { get; init; } = double.NaN;

    /// <summary>Whether the least number is not allowed itself.</summary>
    public bool ExcludesLeast { get; init; }

    /// <summary>Whether the largest number is not allowed itself.</summary>
    public bool ExcludesMost { get; init; }

    /// <summary>
    /// Where the names come from that can be chosen: a type with a static <c>Names</c>. Where the choice decides which other rows are used,
    /// it also has a static <c>UsesOf(string name)</c>, the names of their properties.
    /// </summary>
    public Type? Choices { get; init; }

    /// <summary>The <see cref="ValueKind"/> of values that their type does not say; null for the type's own.</summary>
    public Type? Kind { get; init; }

    /// <summary>What is chosen, in messages: "optimiser". Null for the row's own name.</summary>
    public string? Chosen { get; init; }

    /// <summary>The property whose choice decides whether this one is used; null where every run uses it.</summary>
    public string? UsedBy { get; init; }

    /// <summary>What is true of a choice that does not use this row: "has no dropout".</summary>
    public string Absence { get; init; } = "does not use it";

    /// <summary>The paper and section it comes from, where one is known.</summary>
    public string? Source { get; init; }

    /// <summary>The option's name without dashes, where it is not the property's; empty for no option.</summary>
    public string? Option { get; init; }

    /// <summary>What the option was called before, without dashes.</summary>
    public string? FormerOption { get; init; }
}
