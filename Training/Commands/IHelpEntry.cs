using System.CommandLine;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Commands;

/// <summary>An option that says itself where help shows it.</summary>
internal interface IHelpEntry
{
    /// <summary>The section; null for a command whose help has none.</summary>
    OptionSection? Section { get; }

    /// <summary>What stands for its value; null for none.</summary>
    string? Placeholder { get; }

    /// <summary>Whether it is for those who ask for everything: what this command line would not use, or what another option says shorter.</summary>
    bool IsRare(ParseResult parsed);

    /// <summary>What it is.</summary>
    /// <param name="parsed">The command line; a preset's own defaults are shown where it names one.</param>
    /// <param name="all">Everything that is known, rather than what a first look needs.</param>
    string Describe(ParseResult parsed, bool all);
}
