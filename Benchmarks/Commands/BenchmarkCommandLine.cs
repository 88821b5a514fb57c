using System.CommandLine;

namespace NativeGan.Benchmarks.Commands;

/// <summary>The short commands beside BenchmarkDotNet's switcher, and how their failures reach the user: one line, and an exit code.</summary>
internal static class BenchmarkCommandLine
{
    private static readonly BenchmarkCommand[] _commands =
    [
        new LadderCommand(), new ConvolutionCommand(), new RooflineCommand(), new StepCommand(), new ProfileCommand(), new ElementwiseCommand(), new CrossoverCommand(), new GpuCommand(), new AllCommand(),
    ];

    /// <summary>Whether the arguments are for these commands rather than for BenchmarkDotNet.</summary>
    public static bool Knows(string[] arguments) => arguments is [var first, ..] && _commands.Any(command => command.Name == first);

    /// <summary>Runs one command.</summary>
    public static int Run(string[] arguments)
    {
        RootCommand root = new("Benchmarks of NativeGan's kernels.");

        // A self-contained program has no assembly beside it.
        bool isPublished = !File.Exists(Path.Combine(AppContext.BaseDirectory, "NativeGan.Benchmarks.dll"));
        string program = isPublished ? "NativeGan.Benchmarks" : "dotnet run -c Release --project Benchmarks --";
        foreach (BenchmarkCommand command in _commands)
        {
            root.Subcommands.Add(command.Create($"{program} {string.Join(' ', arguments)}"));
        }

        return Training.Commands.CommandLine.Run(root, "benchmarks", arguments);
    }
}
