using System.CommandLine;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Commands;

/// <summary>An option with a notation of its own, such as a list.</summary>
/// <typeparam name="T">What is read from it.</typeparam>
/// <param name="name">With its dashes.</param>
/// <param name="read">Reads a text, and refuses it with an <see cref="InputException"/>.</param>
internal sealed class ReadOption<T>(string name, Func<string, T> read) : TextOption(name)
    where T : notnull
{
    /// <summary>The value.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="otherwise">What it is where none was given.</param>
    /// <exception cref="InputException">It is not written like one.</exception>
    public T Read(ParseResult parsed, T otherwise) => parsed.GetValue(this) is { } text ? read(text) : otherwise;

    /// <inheritdoc/>
    public override void Ensure(ParseResult parsed)
    {
        if (parsed.GetValue(this) is { } text)
        {
            read(text);
        }
    }
}
