using System.CommandLine;
using System.CommandLine.Parsing;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Commands;

/// <summary>What is wrong with a command line that could not be read, in one line of the program's own words.</summary>
internal static class ParseFault
{
    /// <summary>The line; it names the nearest thing that exists.</summary>
    /// <param name="parsed">A command line with errors.</param>
    /// <param name="program">What the program is called.</param>
    public static string Describe(ParseResult parsed, ProgramName program)
    {
        Command command = parsed.CommandResult.Command;
        string help = $"See '{string.Join(' ', [program.Command, .. HelpScreen.WordsOf(command), "--help"])}'.";
        string? unknown = parsed.UnmatchedTokens.OrderByDescending(token => token.StartsWith('-')).FirstOrDefault();
        return $"{(unknown is null ? OfKnown(parsed, command) : OfUnknown(parsed, command, unknown))} {help}";
    }

    private static string OfUnknown(ParseResult parsed, Command command, string unknown)
    {
        if (parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash))
        {
            return $"'{unknown}' was not expected: after '--' nothing is an option. Leave '--' out.";
        }

        if (unknown.StartsWith('-'))
        {
            string name = unknown.Split('=', ':')[0];
            if (command.Options.OfType<TextOption>().FirstOrDefault(option => option.FormerName == name) is { } renamed)
            {
                return $"There is no option '{name}' any more: it is called '{renamed.Name}' now.";
            }

            IEnumerable<string> options = command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(option => option.Name);
            return $"There is no option '{unknown}'{Nearest.Hint(name, options)}";
        }

        return command.Subcommands.Count > 0
            ? $"There is no command '{unknown}'{Nearest.Hint(unknown, command.Subcommands.Select(subcommand => subcommand.Name))}"
            : $"'{unknown}' was not expected.";
    }

    private static string OfKnown(ParseResult parsed, Command command)
    {
        foreach (SymbolResult? result in parsed.Errors.Select(error => error.SymbolResult is ArgumentResult { Parent: OptionResult owner } ? owner : error.SymbolResult))
        {
            switch (result)
            {
                case OptionResult { Tokens.Count: 0 } option:
                    return $"{option.Option.Name}: a value is missing, {(option.Option as TextOption)?.Expected ?? "a path"} is expected.";
                case OptionResult { IdentifierTokenCount: > 1 } option:
                    return FormattableString.Invariant($"{option.Option.Name} is given {option.IdentifierTokenCount} times. Leave all but one out.");
                case ArgumentResult argument:
                    return $"{command.Name}: {argument.Argument.Name} is missing: {argument.Argument.Description?.TrimEnd('.')}.";
            }
        }

        return command.Subcommands.Count > 0
            ? $"{command.Name}: {string.Join(" or ", command.Subcommands.Select(subcommand => subcommand.Name))} is expected after it."
            : command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is null or { Tokens.Count: 0 }) is { } missing
                ? $"{command.Name}: {missing.Name} is missing: {missing.Description?.TrimEnd('.')}."
                : parsed.Errors[0].Message;
    }
}
