using System.CommandLine;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan help COMMAND</c>: what <c>nativegan COMMAND --help</c> shows.</summary>
internal static class HelpCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> words = new("command") { Description = "The command, with its arguments where its help depends on them: help train s4.", Arity = ArgumentArity.ZeroOrMore };
        Command command = new("help", "Show a command's options.") { words };
        command.SetAction(parsed =>
        {
            Command root = parsed.RootCommandResult.Command, asked = root;
            string[] path = parsed.GetValue(words)!;
            foreach (string word in path)
            {
                if (asked.Subcommands.Count == 0)
                {
                    break;
                }

                asked = asked.Subcommands.FirstOrDefault(entry => entry.Name.Equals(word, StringComparison.OrdinalIgnoreCase))
                    ?? throw new InputException(
                        $"There is no command '{word}'{Nearest.Hint(word, asked.Subcommands.Select(entry => entry.Name))} There are {string.Join(", ", asked.Subcommands.Select(entry => entry.Name))}.",
                        ExitCodes.Usage);
            }

            int depth = HelpScreen.WordsOf(asked).Count();
            return root.Parse([.. HelpScreen.WordsOf(asked), .. path[depth..], "--help"], CommandLine.Rules).Invoke(parsed.InvocationConfiguration);
        });
        return command;
    }
}
