using System.CommandLine;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Commands;

/// <summary>An option with a value of a kind.</summary>
/// <typeparam name="T">The type of its values.</typeparam>
/// <param name="name">With its dashes.</param>
/// <param name="kind">The values that are allowed.</param>
internal sealed class ValueOption<T>(string name, ValueKind kind) : TextOption(name)
    where T : struct
{
    /// <summary>What it is without the option; null for nothing.</summary>
    public T? Default
    {
        init => DefaultValueFactory = _ => value is { } number ? kind.Show(number) : null;
    }

    /// <inheritdoc/>
    public override string? Placeholder => kind.Placeholder;

    /// <inheritdoc/>
    public override string Expected => kind.Expected;

    /// <summary>The value; null where none was given and there is no default.</summary>
    /// <exception cref="InputException">It is not written like such a value, or not allowed.</exception>
    public T? Read(ParseResult parsed) => parsed.GetValue(this) is { } text ? (T)kind.Parse(Name, text) : null;

    /// <inheritdoc/>
    public override void Ensure(ParseResult parsed) => Read(parsed);
}
