using System.CommandLine;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Commands;

/// <summary>An option with a notation of its own, such as a list.</summary>
/// <typeparam name="T">What is read from it.</typeparam>
/// <param name="name">With its dashes.</param>
/// <param name="read">Reads a text, and refuses it with an <see cref="InputException"/>.</param>
internal sealed class ReadOption<T>(string name, Func<string, T> read) : TextOption(name)
    where T : class
{
    /// <summary>The value; null where none was given.</summary>
    /// <exception cref="InputException">It is not written like one.</exception>
    public T? Read(ParseResult parsed) => parsed.GetValue(this) is { } text ? read(text) : null;

    /// <inheritdoc/>
    public override void Ensure(ParseResult parsed) => Read(parsed);
}
