using System.CommandLine;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Commands;

/// <summary>An option whose text this program reads itself, so that what is wrong with it is said in the program's words.</summary>
/// <param name="name">With its dashes.</param>
internal class TextOption(string name) : Option<string?>(name), IHelpEntry
{
    /// <summary>What it was called before, with dashes: whoever still writes that is told the new name.</summary>
    public string? FormerName { get; init; }

    /// <inheritdoc/>
    public OptionSection? Section { get; init; }

    /// <inheritdoc/>
    public virtual string? Placeholder => HelpName ?? "TEXT";

    /// <summary>What it takes, for messages: "a whole number from 1 to 64".</summary>
    public virtual string Expected => HelpName switch
    {
        "FILE" => "the name of a file",
        "FOLDER" => "the name of a folder",
        _ => "a text",
    };

    /// <inheritdoc/>
    public virtual bool IsRare(ParseResult parsed) => false;

    /// <inheritdoc/>
    public virtual string Describe(ParseResult parsed, bool all) =>
        HasDefaultValue && GetDefaultValue() is string value ? $"{Description} [default: {value}]" : Description ?? "";

    /// <summary>Refuses a text that is no value of this option, before anything is done.</summary>
    /// <exception cref="InputException">The command line has such a text.</exception>
    public virtual void Ensure(ParseResult parsed)
    {
        if (parsed.GetValue(this) is "")
        {
            throw new InputException($"{Name}: found '', {Expected} is expected.", ExitCodes.Usage);
        }
    }
}
