using System.CommandLine;
using NativeGan.Training;

namespace NativeGan.Benchmarks.Commands;

/// <summary>The short commands beside BenchmarkDotNet's switcher, and how their failures reach the user: one line, and an exit code.</summary>
internal static class BenchmarkCommandLine
{
    private static readonly Option<bool> _verbose = new("--verbose") { Description = "Show where in the program an error arose.", Recursive = true };

    private static readonly BenchmarkCommand[] _commands =
    [
        new LadderCommand(), new RooflineCommand(), new StepCommand(), new ElementwiseCommand(), new CrossoverCommand(), new AllCommand(),
    ];

    /// <summary>Whether the arguments are for these commands rather than for BenchmarkDotNet.</summary>
    public static bool Knows(string[] arguments) => arguments is [var first, ..] && _commands.Any(command => command.Name == first);

    /// <summary>Runs one command.</summary>
    public static int Run(string[] arguments)
    {
        RootCommand root = new("Benchmarks of NativeGan's kernels.") { _verbose };
        foreach (BenchmarkCommand command in _commands)
        {
            root.Subcommands.Add(command.Create($"dotnet run -c Release --project Benchmarks -- {string.Join(' ', arguments)}"));
        }

        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"benchmarks: {Describe(parsed)}");
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
                IOException or UnauthorizedAccessException => (exception.Message, ExitCodes.DataMissing),
                _ => ($"{exception.GetType().Name}: {exception.Message} This is an error in the program; --verbose shows where.", ExitCodes.Unexpected),
            };
            Console.Error.WriteLine($"benchmarks: {message.ReplaceLineEndings(" ")}");
            if (parsed.GetValue(_verbose))
            {
                Console.Error.WriteLine(exception);
            }

            return exitCode;
        }
    }

    private static string Describe(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string help = $"See '{command.Name} --help'.";
        return parsed.UnmatchedTokens is [var unknown, ..]
            ? $"There is no option '{unknown}'; there are {string.Join(", ", command.Options.Select(option => option.Name))}. {help}"
            : $"{parsed.Errors[0].Message.TrimEnd('.')}. {help}";
    }
}
