using System.CommandLine;
using NativeGan.Training.Commands;

namespace NativeGan.Benchmarks.Commands;

/// <summary>The short commands beside BenchmarkDotNet's switcher, and how their failures reach the user: one line, and an exit code.</summary>
internal static class BenchmarkCommandLine
{
    private static readonly BenchmarkCommand[] _commands =
    [
        new LadderCommand(), new ConvolutionCommand(), new RooflineCommand(), new StepCommand(), new ProfileCommand(), new ElementwiseCommand(), new CrossoverCommand(), new GpuCommand(), new AllCommand(),
    ];

    /// <summary>Whether the arguments are for these commands, or for their help, rather than for BenchmarkDotNet: its own begin with an option.</summary>
    public static bool Knows(string[] arguments) =>
        arguments is [] or ["--help" or "--help-all" or "-h" or "-?" or "--version", ..] || !arguments[0].StartsWith('-');

    /// <summary>Runs one command.</summary>
    public static int Run(string[] arguments)
    {
        // A self-contained program has no assembly beside it.
        bool isPublished = !File.Exists(Path.Combine(AppContext.BaseDirectory, "NativeGan.Benchmarks.dll"));
        ProgramName program = new("benchmarks", isPublished ? "NativeGan.Benchmarks" : "dotnet run -c Release --project Benchmarks --");
        return Training.Commands.CommandLine.Run(CreateRoot($"{program.Command} {string.Join(' ', arguments)}"), program, arguments);
    }

    /// <summary>Every command.</summary>
    /// <param name="commandLine">How the program was started, for reports.</param>
    internal static RootCommand CreateRoot(string commandLine)
    {
        RootCommand root = new("Benchmarks of NativeGan's kernels, checked before they are timed. Options instead of a command go to BenchmarkDotNet: --filter '*MatMul*', --list flat.");
        foreach (BenchmarkCommand command in _commands)
        {
            root.Subcommands.Add(command.Create(commandLine));
        }

        root.Subcommands.Add(HelpCommand.Create());
        return root;
    }
}
