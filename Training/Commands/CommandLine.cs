using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using NativeGan.Engine.Backends;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Commands;

/// <summary>The program's commands, and how their failures reach the user: one line, and an exit code.</summary>
public static class CommandLine
{
    private static readonly ProgramName _program = new("nativegan", "nativegan");

    private static readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Show where in the program an error arose.",
        Recursive = true,
    };

    private static readonly Option<bool> _quiet = new("--quiet")
    {
        Description = "Write errors and the result that was asked for, and nothing else.",
        Recursive = true,
    };

    // Their result is files; what they say is about the work.
    private static readonly string[] _writersOfFiles = ["train", "resume", "sample", "classifier", "compare", "sweep", "tune", "preview"];

    /// <summary>How a command line is read: <c>@name</c> is a name like any other.</summary>
    internal static ParserConfiguration Rules { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(string[] arguments) => Run(CreateRoot(), _program, arguments);

    /// <summary>Every command of the program.</summary>
    internal static RootCommand CreateRoot() => new(
        "Trains generative adversarial networks with an engine written from scratch. 'nativegan presets' shows what can be trained; 'nativegan train s4 --quick' is a first look.")
    {
        TrainCommand.Create(),
        PresetsCommand.Create(),
        ResumeCommand.Create(),
        SampleCommand.Create(),
        EvalCommand.Create(),
        ClassifierCommand.Create(),
        RunsCommand.Create(),
        CompareCommand.Create(),
        SweepCommand.Create(),
        DataCommand.Create(),
        DevicesCommand.Create(),
        TuneCommand.Create(),
        GradcheckCommand.Create(),
        TraceCommand.Create(),
        LabCommand.Create(),
        HelpCommand.Create(),
    };

    /// <summary>Runs one of a program's commands; the benchmarks share it.</summary>
    /// <param name="root">The commands.</param>
    /// <param name="program">What the program is called.</param>
    /// <param name="arguments">The command line.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    internal static int Run(RootCommand root, ProgramName program, string[] arguments)
    {
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture; // messages of the libraries in the program's own language
        using ConsoleOutput output = ConsoleOutput.Guard();
        int exitCode;
        try
        {
            ParseResult parsed = Parse(root, program, arguments);
            if (IsQuiet(parsed))
            {
                output.KeepToTheResult();
            }

            exitCode = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = ConsoleOutput.Result, Error = Console.Error });
        }
        catch (Exception exception)
        {
            (string message, exitCode) = Describe(exception);
            Console.Error.WriteLine($"{program.Label}: {message.ReplaceLineEndings(" ")}");
            if (arguments.Contains(_verbose.Name))
            {
                Console.Error.WriteLine(exception);
            }
        }

        return output.Finish(program, exitCode);
    }

    /// <summary>Reads a command line, and every option's text.</summary>
    /// <param name="root">The commands.</param>
    /// <param name="program">What the program is called.</param>
    /// <param name="arguments">The command line.</param>
    /// <exception cref="InputException">It is wrong.</exception>
    internal static ParseResult Parse(RootCommand root, ProgramName program, string[] arguments)
    {
        Prepare(root, program);
        ParseResult parsed = root.Parse(arguments, Rules);
        if (parsed.Action is HelpRequest)
        {
            return parsed;
        }

        if (parsed.Errors.Count > 0)
        {
            throw new InputException(ParseFault.Describe(parsed, program), ExitCodes.Usage);
        }

        foreach (Argument argument in parsed.CommandResult.Command.Arguments)
        {
            if (parsed.GetResult(argument)?.Tokens.Any(token => token.Value.Length == 0) == true)
            {
                throw new InputException($"{parsed.CommandResult.Command.Name}: found '' for {argument.Name}, a text is expected.", ExitCodes.Usage);
            }
        }

        foreach (Option option in parsed.CommandResult.Command.Options)
        {
            if (parsed.GetResult(option) is { Implicit: false } result)
            {
                (option as TextOption)?.Ensure(parsed);
                if (option is not TextOption && result.Tokens.Any(token => token.Value.Length == 0))
                {
                    throw new InputException($"{option.Name}: found '', a path is expected.", ExitCodes.Usage);
                }
            }
        }

        return parsed;
    }

    /// <summary>Whether only errors and the result are wanted, and the result is not on the standard output.</summary>
    internal static bool IsQuiet(ParseResult parsed) => IsToKeepQuiet(parsed) && _writersOfFiles.Contains(parsed.CommandResult.Command.Name);

    /// <summary>Whether words about the work are unwanted.</summary>
    internal static bool IsToKeepQuiet(ParseResult parsed) => parsed.RootCommandResult.Command.Options.Contains(_quiet) && parsed.GetValue(_quiet);

    /// <summary>Where words about the work go: nowhere where they are unwanted.</summary>
    internal static Action<string> LogOf(ParseResult parsed, Action<string> log) => IsToKeepQuiet(parsed) ? Drop : log;

    /// <summary>Gives a program's commands the options of all, and help of their own.</summary>
    internal static void Prepare(RootCommand root, ProgramName program)
    {
        root.Options.OfType<HelpOption>().Single().Action = new HelpRequest(program, all: false);
        root.Options.Add(new HelpOption("--help-all") { Description = "Show help with all that is known about every option.", Action = new HelpRequest(program, all: true) });
        root.Options.Add(_quiet);
        root.Options.Add(_verbose);
        root.SetAction(parsed => new HelpRequest(program, all: false).Invoke(parsed));
    }

    private static void Drop(string line)
    {
    }

    private static (string Message, int ExitCode) Describe(Exception exception) => exception switch
    {
        InputException input => (input.Message, input.ExitCode),
        BackendUnavailableException unavailable => (unavailable.Message, ExitCodes.DeviceMissing),
        DeviceFailedException failed => (failed.Message, ExitCodes.DeviceMissing),
        OutOfMemoryException memory => (memory.Message, ExitCodes.DeviceMissing),
        IOException or UnauthorizedAccessException => (exception.Message, ExitCodes.DataMissing),
        _ => ($"{exception.GetType().Name}: {exception.Message} This is an error in the program; --verbose shows where.", ExitCodes.Unexpected),
    };
}
