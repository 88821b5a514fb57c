using System.CommandLine;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;
using NativeGan.Training.Commands;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Benchmarks.Commands;

/// <summary>A command that measures and reports; the options that all of them share.</summary>
internal abstract class BenchmarkCommand
{
    private readonly SwitchOption _quick = new("--quick") { Description = "Fewer and shorter blocks and fewer cases: half a minute at most." };
    private readonly ReadOption<int[]> _threads = new("--threads", ReadThreads) { HelpName = "LIST", Description = "Numbers of threads, such as 1,2. Default: 1 and one a core." };
    private readonly ReadOption<string>? _shapes;
    private readonly ValueOption<int> _rounds = new("--rounds", new WholeNumbers<int>(1, 10_000)) { Description = "Blocks of each contender. Default: 15, 5 with --quick." };
    private readonly TextOption _out = new("--out") { HelpName = "FOLDER", Description = "Folder for the report as Markdown, CSV, JSON and SVG." };
    private readonly TextOption _baseline = new("--baseline") { HelpName = "FILE", Description = "An earlier report's JSON to compare with." };
    private readonly ReadOption<double> _failOver = new("--fail-over", ReadShare) { HelpName = "X%", Description = "End with 3 when one of our contenders became slower than the baseline by more. Default: 10%." };

    /// <summary>A command.</summary>
    /// <param name="shapes">Refuses what <c>--shapes</c> cannot be; null for a command that has its own shapes.</param>
    /// <param name="example">How shapes are written, for help.</param>
    protected BenchmarkCommand(Action<string>? shapes = null, string example = "128x784x256,512x512x512 (rows x inner x columns; -ta, -tb: transposed)") =>
        _shapes = shapes is null ? null : new("--shapes", text => { shapes(text); return text; }) { HelpName = "LIST", Description = $"What to compute, such as {example}." };

    /// <summary>What it is called by.</summary>
    public abstract string Name { get; }

    /// <summary>One line for the help.</summary>
    protected abstract string Description { get; }

    /// <summary>The command, with its options.</summary>
    public Command Create(string commandLine)
    {
        Command command = new(Name, Description) { _quick, _threads, _rounds, _out, _baseline, _failOver };
        if (_shapes is not null)
        {
            command.Options.Add(_shapes);
        }

        AddOptions(command);
        command.SetAction(parsed => Run(parsed, Read(parsed, commandLine)));
        return command;
    }

    /// <summary>Measures one report or several.</summary>
    public abstract IEnumerable<Report> Measure(BenchmarkOptions options);

    /// <summary>Adds what only this command understands.</summary>
    protected virtual void AddOptions(Command command)
    {
    }

    /// <summary>Reads what only this command understands.</summary>
    protected virtual BenchmarkOptions ReadMore(ParseResult parsed, BenchmarkOptions options) => options;

    /// <summary>Shows the reports, writes files and compares with the baseline.</summary>
    protected virtual int Run(ParseResult parsed, BenchmarkOptions options)
    {
        Report? before = options.Baseline is { } path ? ReportFile.Read(path) : null;
        int exitCode = ExitCodes.Success;
        foreach (Report report in Measure(options))
        {
            Console.WriteLine(MarkdownReport.Write(report, []));
            if (options.Out is { } folder)
            {
                Console.Error.WriteLine($"written to {folder}: {string.Join(", ", ReportFolder.Write(report, folder))}");
            }

            int result = before is null ? ExitCodes.Success : BaselineComparison.Write(report, before, options.FailOver, Console.Out);
            exitCode = Math.Max(exitCode, Math.Max(result, report.IsSound ? ExitCodes.Success : ExitCodes.CheckFailed));
            foreach (string line in report.Checks.Where(check => !check.HasPassed).Select(check => $"{check.Stage}: FAIL: {check.Group}: {check.Worst}").Concat(report.Failures))
            {
                Console.Error.WriteLine($"{Name}: {line}");
            }
        }

        return exitCode;
    }

    private BenchmarkOptions Read(ParseResult parsed, string commandLine)
    {
        bool isQuick = parsed.GetValue(_quick);
        int rounds = _rounds.Read(parsed) ?? (isQuick ? 5 : 15);
        BenchmarkOptions options = new()
        {
            IsQuick = isQuick,
            Threads = _threads.Read(parsed, [.. new[] { 1, Environment.ProcessorCount }.Distinct()]),
            Shapes = _shapes is null ? null : parsed.GetValue(_shapes),
            Rounds = rounds,
            Out = parsed.GetValue(_out),
            Baseline = parsed.GetValue(_baseline),
            FailOver = _failOver.Read(parsed, 0.1),
            CommandLine = commandLine,
            Date = TimeProvider.System.GetUtcNow(),
        };
        return ReadMore(parsed, options);
    }

    private static int[] ReadThreads(string text)
    {
        int[] threads = [.. text.Split(',').Select(part => Numbers.WholeOrZero(part, 1, 256))];
        return threads.All(count => count > 0)
            ? [.. threads.Distinct().Order()]
            : throw new InputException($"--threads: found '{text}', numbers from 1 to 256 with commas between them are expected.", ExitCodes.Usage);
    }

    private static double ReadShare(string text)
    {
        double number = 0;
        bool isNumber = text.Length > 1 && Numbers.TryReal(text.AsSpan()[..^1], out number) && number >= 0;
        return isNumber && text.EndsWith('%')
            ? number / 100
            : throw new InputException($"--fail-over: found '{text}', a percentage such as 10% is expected.", ExitCodes.Usage);
    }
}
