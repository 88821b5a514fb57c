using System.CommandLine;

namespace NativeGan.Training.Commands;

/// <summary>An option whose text this program reads itself, so that what is wrong with it is said in the program's words.</summary>
/// <param name="name">With its dashes.</param>
internal class TextOption(string name) : Option<string?>(name)
{
    /// <summary>What it was called before, with dashes: whoever still writes that is told the new name.</summary>
    public string? FormerName { get; init; }
}
