using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Errors;
using NativeGan.Training.Presets;

namespace NativeGan.Training.Commands;

/// <summary>The program's commands, and how their failures reach the user: one line, and an exit code.</summary>
public static class CommandLine
{
    private static readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Show where in the program an error arose.",
        Recursive = true,
    };

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(string[] arguments)
    {
        RootCommand root = new("Trains generative adversarial networks with an engine written from scratch. Start with: nativegan train s4")
        {
            TrainCommand.Create(PresetCatalog.All.FirstOrDefault(preset => arguments.Contains(preset.Name))),
            ResumeCommand.Create(),
            SampleCommand.Create(),
            EvalCommand.Create(),
            ClassifierCommand.Create(),
            RunsCommand.Create(),
            CompareCommand.Create(),
            DataCommand.Create(),
            DevicesCommand.Create(),
            TuneCommand.Create(),
            GradcheckCommand.Create(),
            TraceCommand.Create(),
            LabCommand.Create(),
        };
        return Run(root, "nativegan", arguments);
    }

    /// <summary>Runs one of a program's commands; the benchmarks share it.</summary>
    /// <param name="root">The commands.</param>
    /// <param name="program">What the program is called in messages.</param>
    /// <param name="arguments">The command line.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    internal static int Run(RootCommand root, string program, string[] arguments)
    {
        root.Options.Add(_verbose);
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"{program}: {Describe(parsed, program)}");
            return ExitCodes.Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception)
        {
            (string message, int exitCode) = exception switch
            {
                InputException input => (input.Message, input.ExitCode),
                BackendUnavailableException unavailable => (unavailable.Message, ExitCodes.DeviceMissing),
                DeviceFailedException failed => (failed.Message, ExitCodes.DeviceMissing),
                OutOfMemoryException memory => (memory.Message, ExitCodes.DeviceMissing),
                IOException or UnauthorizedAccessException => (exception.Message, ExitCodes.DataMissing),
                _ => ($"{exception.GetType().Name}: {exception.Message} This is an error in the program; --verbose shows where.", ExitCodes.Unexpected),
            };
            Console.Error.WriteLine($"{program}: {message.ReplaceLineEndings(" ")}");
            if (parsed.GetValue(_verbose))
            {
                Console.Error.WriteLine(exception);
            }

            return exitCode;
        }
    }

    /// <summary>What is wrong with a command line, in one line that names the nearest thing that exists.</summary>
    private static string Describe(ParseResult parsed, string program)
    {
        Command command = parsed.CommandResult.Command;
        string help = $"See '{program} {PathOf(command)}--help'.";
        string? unknown = parsed.UnmatchedTokens.OrderByDescending(token => token.StartsWith('-')).FirstOrDefault();
        if (unknown is null)
        {
            string message = string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            return $"{message.TrimEnd('.')}. {help}";
        }

        if (unknown.StartsWith('-'))
        {
            string name = unknown.Split('=', ':')[0];
            if (command.Options.OfType<TextOption>().FirstOrDefault(option => option.FormerName == name) is { } renamed)
            {
                return $"There is no option '{name}' any more: it is called '{renamed.Name}' now. {help}";
            }

            IEnumerable<string> options = command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(option => option.Name);
            return $"There is no option '{unknown}'{Nearest.Hint(unknown, options)} {help}";
        }

        return command.Subcommands.Count > 0
            ? $"There is no command '{unknown}'{Nearest.Hint(unknown, command.Subcommands.Select(subcommand => subcommand.Name))} {help}"
            : $"'{unknown}' was not expected. {help}";
    }

    /// <summary>The words that lead to a command, each with a space behind it; none for the program itself.</summary>
    private static string PathOf(Command command) =>
        command is RootCommand ? "" : string.Concat(command.Parents.OfType<Command>().Take(1).Select(PathOf)) + command.Name + " ";
}
