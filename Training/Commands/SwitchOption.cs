using System.CommandLine;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Commands;

/// <summary>An option without a value.</summary>
/// <param name="name">With its dashes.</param>
internal sealed class SwitchOption(string name) : Option<bool>(name), IHelpEntry
{
    /// <inheritdoc/>
    public OptionSection? Section { get; init; }

    /// <inheritdoc/>
    public string? Placeholder => null;

    /// <inheritdoc/>
    public bool IsRare(ParseResult parsed) => false;

    /// <inheritdoc/>
    public string Describe(ParseResult parsed, bool all) => Description ?? "";
}
