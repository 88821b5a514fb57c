using System.CommandLine;
using System.Text;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;
using NativeGan.Training.Commands;
using NativeGan.Training.Errors;

namespace NativeGan.Benchmarks.Commands;

/// <summary><c>all</c>: every command in turn, into one page for the machine and the date.</summary>
internal sealed class AllCommand : BenchmarkCommand
{
    private const string DefaultFolder = "Benchmarks/Results";

    private readonly TextOption _peer = new("--peer") { HelpName = "PROGRAM", Description = "A Python with torch for the training steps, such as python3." };

    /// <inheritdoc/>
    public override string Name => "all";

    /// <inheritdoc/>
    protected override string Description => $"Everything, into one page named after date and processor; --out is {DefaultFolder} by default.";

    /// <inheritdoc/>
    public override IEnumerable<Report> Measure(BenchmarkOptions options)
    {
        StepCommand step = new();
        return new LadderCommand().Measure(options)
            .Concat(new ConvolutionCommand().Measure(options))
            .Concat(new RooflineCommand().Measure(options))
            .Concat(new ElementwiseCommand().Measure(options))
            .Concat(new CrossoverCommand().Measure(options))
            .Concat(step.Measure(options))
            .Concat(step.Measure(options with { Model = "s1-size" }))
            .Concat(step.Measure(options with { Scale = "batch", Peer = null }))
            .Concat(step.Measure(options with { Scale = "width", Peer = null }))
            .Concat(step.Measure(options with { Scale = "threads", Peer = null }));
    }

    /// <inheritdoc/>
    protected override void AddOptions(Command command) => command.Options.Add(_peer);

    /// <inheritdoc/>
    protected override BenchmarkOptions ReadMore(ParseResult parsed, BenchmarkOptions options) => options with { Peer = parsed.GetValue(_peer) };

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, BenchmarkOptions options)
    {
        if (options.Baseline is not null)
        {
            throw new InputException("all: --baseline belongs to the single commands.", ExitCodes.Usage);
        }

        string folder = options.Out ?? DefaultFolder;
        StringBuilder page = new();
        string? name = null;
        int refused = 0;
        foreach (Report report in Measure(options))
        {
            name ??= Figures.Format($"{report.Date:yyyy-MM-dd}-{Slug(report.Machine.Processor)}");
            IReadOnlyList<string> files = ReportFolder.Write(report, Path.Combine(folder, name));
            string text = MarkdownReport.Write(report, files.Where(file => file.EndsWith(".svg", StringComparison.Ordinal)).Select(file => $"{name}/{file}"));
            page.Append(page.Length > 0 ? "\n" : "").Append(text);
            refused += report.Refused.Count;

            // After every report: what was measured is not lost when a later one is interrupted.
            File.WriteAllText(Path.Combine(folder, name + ".md"), page.ToString());
            Console.Error.WriteLine($"written to {Path.Combine(folder, name)}: {string.Join(", ", files)}");
        }

        Console.WriteLine(Path.Combine(folder, name + ".md"));
        return refused == 0 ? ExitCodes.Success : ExitCodes.CheckFailed;
    }

    // "Intel(R) Xeon(R) Processor @ 2.50GHz" becomes "intel-xeon-processor-2.50ghz".
    private static string Slug(string text)
    {
        IEnumerable<char> letters = text.Replace("(R)", "", StringComparison.Ordinal).Replace("(TM)", "", StringComparison.Ordinal)
            .Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.' ? char.ToLowerInvariant(letter) : '-');
        return string.Join('-', string.Concat(letters).Split('-', StringSplitOptions.RemoveEmptyEntries));
    }
}
