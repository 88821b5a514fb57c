using System.Globalization;
using System.Text;
using MathNet.Numerics.Distributions;

namespace NativeGan.Training.Sweeps;

/// <summary>What came of a search: a row a trial, each figure as the mean over its seeds with a 95 % interval.</summary>
/// <remarks>
/// The interval is t·s/√n around the mean, with s the standard deviation over n seeds (n − 1 below) and t Student's 97.5 % quantile for n − 1
/// degrees of freedom (Student, "The probable error of a mean", Biometrika 6, 1908). One seed has none. Times are left out: the same search gives the same table.
/// </remarks>
internal sealed class SweepTable
{
    private readonly SweepPlan _plan;
    private readonly Row[] _rows;

    /// <summary>The table of a search; runs that are not over are left out and counted.</summary>
    /// <param name="plan">The search.</param>
    /// <param name="results">What came of each run; null where it is not over.</param>
    public SweepTable(SweepPlan plan, IReadOnlyList<(SweepRun Run, SweepResult? Result)> results)
    {
        _plan = plan;
        Figures = [.. results.SelectMany(entry => entry.Result?.Figures ?? []).Select(figure => figure.Key).Distinct()];
        Row[] rows = [.. plan.Trials.Select(trial => new Row(trial, [.. results.Where(entry => entry.Run.Trial == trial).Select(entry => entry.Result)]))];
        _rows = plan.RankBy is { } figure
            ? [.. rows.OrderBy(row => double.IsNaN(row.Of(figure).Mean) ? 1 : 0).ThenBy(row => plan.HighestFirst ? -row.Of(figure).Mean : row.Of(figure).Mean)]
            : rows;
    }

    /// <summary>The figures that any run has.</summary>
    public IReadOnlyList<string> Figures { get; }

    /// <summary>The trials in the table's order.</summary>
    public IReadOnlyList<SweepTrial> Trials => [.. _rows.Select(row => row.Trial)];

    /// <summary>Mean and half the width of the 95 % interval of some numbers; NaN where there are none, or one.</summary>
    public static (double Mean, double Interval) Summarise(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return (double.NaN, double.NaN);
        }

        double mean = values.Average();
        if (values.Count == 1)
        {
            return (mean, double.NaN);
        }

        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        return (mean, StudentT.InvCDF(0, 1, values.Count - 1, 0.975) * Math.Sqrt(variance / values.Count));
    }

    /// <summary>Comma-separated: every figure's mean and interval in the shortest form that reads back.</summary>
    public string ToCsv()
    {
        StringBuilder text = new();
        text.AppendJoin(',', ["trial", "preset", .. _plan.VariedNames, "runs", "failed", .. Figures.SelectMany(figure => new[] { figure, $"{figure} +-" })]).Append('\n');
        foreach (Row row in _rows)
        {
            string[] cells =
            [
                Whole(row.Trial.Number), row.Trial.Preset.Name, .. _plan.VariedNames.Select(row.ValueOf), Whole(row.Done), Whole(row.Failed),
                .. Figures.SelectMany(figure => new[] { Exact(row.Of(figure).Mean), Exact(row.Of(figure).Interval) }),
            ];
            text.AppendJoin(',', cells.Select(Escape)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Markdown: what people read, four digits a figure.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        string[] heads = ["trial", "preset", .. _plan.VariedNames, "runs", .. Figures];
        text.Append("| ").AppendJoin(" | ", heads).Append(" |\n|").AppendJoin('|', heads.Select(head => head is "preset" ? "---" : "---:")).Append("|\n");
        foreach (Row row in _rows)
        {
            string runs = row.Failed == 0 ? Whole(row.Done) : $"{row.Done}, {row.Failed} failed";
            string[] cells = [Whole(row.Trial.Number), row.Trial.Preset.Name, .. _plan.VariedNames.Select(row.ValueOf), runs, .. Figures.Select(figure => Text(row.Of(figure)))];
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        }

        return text.ToString();
    }

    private static string Text((double Mean, double Interval) figure) => double.IsNaN(figure.Mean) ? "-"
        : double.IsNaN(figure.Interval) ? string.Create(CultureInfo.InvariantCulture, $"{figure.Mean:G4}")
        : string.Create(CultureInfo.InvariantCulture, $"{figure.Mean:G4} ± {figure.Interval:G2}");

    private static string Exact(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string cell) => cell.AsSpan().ContainsAny(',', '"', '\n') ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private sealed record Row(SweepTrial Trial, SweepResult?[] Results)
    {
        public int Done => Results.Count(result => result is { Failure: null });

        public int Failed => Results.Count(result => result?.Failure is not null);

        public string ValueOf(string option) => Trial.Varied.FirstOrDefault(setting => setting.Name == option)?.Text ?? "";

        public (double Mean, double Interval) Of(string figure) =>
            Summarise([.. Results.OfType<SweepResult>().Where(result => result.Failure is null).Select(result => result.ValueOf(figure)).Where(value => !double.IsNaN(value))]);
    }
}
