using System.CommandLine;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Commands;

/// <summary>An option with one of a few names, in any letter case.</summary>
/// <param name="name">With its dashes.</param>
/// <param name="names">The names.</param>
internal sealed class NameOption(string name, params IReadOnlyList<string> names) : TextOption(name)
{
    private readonly Names _names = new(names);

    /// <summary>What it is without the option; null for nothing.</summary>
    public string? Default
    {
        init => DefaultValueFactory = _ => value;
    }

    /// <inheritdoc/>
    public override string? Placeholder => _names.Placeholder;

    /// <inheritdoc/>
    public override string Expected => _names.Expected;

    /// <summary>The name; null where none was given and there is no default.</summary>
    /// <exception cref="InputException">There is no such name.</exception>
    public string? Read(ParseResult parsed) => parsed.GetValue(this) is { } text ? (string)_names.Parse(Name, text) : null;

    /// <inheritdoc/>
    public override void Ensure(ParseResult parsed) => Read(parsed);
}
