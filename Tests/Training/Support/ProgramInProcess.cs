using NativeGan.Benchmarks.Commands;
using NUnit.Framework;
using TrainingProgram = NativeGan.Training.Commands.CommandLine;

namespace NativeGan.Tests.Training.Support;

/// <summary>The programs' command lines without a process: for commands that only read and tell.</summary>
internal static class ProgramInProcess
{
    /// <summary>Runs a command of the program.</summary>
    public static ProgramResult Run(params string[] arguments) => Captured(() => TrainingProgram.Run(arguments));

    /// <summary>Runs a command of the benchmarks.</summary>
    public static ProgramResult RunBenchmarks(params string[] arguments) => Captured(() => BenchmarkCommandLine.Run(arguments));

    /// <summary>Runs a command that has to fail with an exit code and one line that contains every part.</summary>
    public static void Refuses(int exitCode, string[] arguments, params string[] parts)
    {
        ProgramResult result = Run(arguments);
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.Error);
        Assert.That(result.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        foreach (string part in parts)
        {
            Assert.That(result.Error, Does.Contain(part));
        }
    }

    private static ProgramResult Captured(Func<int> run)
    {
        (TextWriter outBefore, TextWriter errorBefore) = (Console.Out, Console.Error);
        using StringWriter output = new(), error = new();
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            int exitCode = run();
            return new ProgramResult(exitCode, output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(outBefore);
            Console.SetError(errorBefore);
        }
    }
}
