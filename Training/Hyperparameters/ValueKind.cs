using System.Globalization;
using System.Text.Json;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Hyperparameters;

/// <summary>The values that an option can have: how they are written, and which of them are allowed.</summary>
internal abstract class ValueKind
{
    /// <summary>The allowed values, for help: "1 to 4096".</summary>
    public abstract string Range { get; }

    /// <summary>The allowed values, for messages: "a whole number from 1 to 4096".</summary>
    public abstract string Expected { get; }

    /// <summary>What stands for a value in help: N.</summary>
    public abstract string Placeholder { get; }

    /// <summary>The value of a text on the command line.</summary>
    public abstract bool TryParse(string text, out object value);

    /// <summary>The value of an element in a JSON file.</summary>
    public abstract bool TryRead(JsonElement element, out object value);

    /// <summary>Whether a value is allowed.</summary>
    public abstract bool Holds(object value);

    /// <summary>A value as the command line takes it.</summary>
    public virtual string Show(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    /// <summary>The value of a text on the command line.</summary>
    /// <param name="where">The option, as the user wrote it.</param>
    /// <param name="text">What was given.</param>
    /// <exception cref="InputException">It is not written like such a value, or not allowed.</exception>
    public object Parse(string where, string text) => TryParse(text, out object value)
        ? value
        : throw new InputException($"{where}: {Refusal(text)}", ExitCodes.Usage);

    /// <summary>The value of an element in a JSON file.</summary>
    /// <param name="where">The file and the name in it.</param>
    /// <param name="element">What stands there.</param>
    /// <param name="exitCode">What a wrong value ends the program with.</param>
    /// <exception cref="InputException">It is of another type, or not allowed.</exception>
    public object Read(string where, JsonElement element, int exitCode)
    {
        if (TryRead(element, out object value))
        {
            return value;
        }

        string found = element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => $"the text \"{element.GetString()}\"",
            _ => element.GetRawText(),
        };
        throw new InputException($"{where}: {(element.ValueKind == JsonValueKind.String ? RefusalOfText(element.GetString()!, found) : Found(found))}", exitCode);
    }

    /// <summary>Refuses a value that is not allowed.</summary>
    /// <param name="where">Its name.</param>
    /// <param name="value">What was found.</param>
    /// <exception cref="InputException">It is not allowed.</exception>
    public void Ensure(string where, object value)
    {
        if (!Holds(value))
        {
            throw new InputException($"{where}: {Refusal(Show(value))}", ExitCodes.Usage);
        }
    }

    /// <summary>Why a text is refused.</summary>
    protected virtual string Refusal(string text) => Found(Numbers.Show(text));

    /// <summary>Why a text in a JSON file is refused.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">The text as messages show it.</param>
    protected virtual string RefusalOfText(string text, string found) => Found(found);

    /// <summary>What was found, and what is expected.</summary>
    protected string Found(string found) => $"found {found}, {Expected} is expected.";
}
