using NativeGan.Training.Errors;
using NativeGan.Training.Pictures;
using static System.FormattableString;

namespace NativeGan.Training.Runs;

/// <summary>Runs side by side on one page: what they are, how they differ, curves, figures and samples.</summary>
internal static class ComparisonPage
{
    // Of the steps that all runs have; a page with more grows by a picture a run without telling more.
    private const int MostSteps = 7;

    /// <summary>The page.</summary>
    /// <param name="runs">Two or more.</param>
    /// <returns>A whole HTML file.</returns>
    /// <exception cref="InputException">A picture cannot be read.</exception>
    public static string Write(IReadOnlyList<RunSummary> runs)
    {
        HtmlPage page = new($"Runs side by side: {string.Join(", ", runs.Select(run => run.Name))}");
        WriteRuns(page, runs);
        WriteDifferences(page, runs);
        WriteCurves(page, runs);
        WriteFigures(page, runs);
        WriteSamples(page, runs);
        page.Footer($"Written by nativegan {ProgramVersion.Text}. Everything is in this file: it needs no network and no other file.");
        return page.ToString();
    }

    private static void WriteRuns(HtmlPage page, IReadOnlyList<RunSummary> runs)
    {
        HtmlTable table = new("One column for each run.", "run", Names(runs));
        void Add(string heading, Func<RunSummary, string> value) => table.Add(heading, runs.Select(value));
        Add("preset", run => run.Preset is { } preset ? $"{preset.Name}: {preset.Summary}" : run.Options.Preset);
        Add("source", run => run.Preset?.Source ?? "not known to this program");
        Add("faithful or corrected", Face);
        Add("model", run => run.Options.Model);
        Add("loss", run => run.Options.Loss);
        Add("device", run => run.Device);
        Add("seed", run => Invariant($"{run.Options.Seed}"));
        Add("steps done", run => run.IsComplete ? Invariant($"{run.StepsDone} of {run.Options.Steps}") : Invariant($"{run.StepsDone} of {run.Options.Steps}: it diverged, was stopped, or goes on"));
        Add("training time", run => Duration(run.Seconds));
        Add("steps a second", run => Number(run.StepsPerSecond));
        Add("data", run => run.Data);
        Add("program", run => run.Program);
        page.Heading("The runs");
        page.Table(table);
    }

    private static void WriteDifferences(HtmlPage page, IReadOnlyList<RunSummary> runs)
    {
        ILookup<bool, (string Name, IReadOnlyList<string> Values, bool Differ)> options = OptionDifferences.Of([.. runs.Select(run => run.Options)]).ToLookup(option => option.Differ);
        page.Heading("Options that differ");
        if (options[true].Any())
        {
            HtmlTable table = new("By the names of run.json.", "option", Names(runs));
            foreach ((string name, IReadOnlyList<string> values, _) in options[true])
            {
                table.Add(name, values);
            }

            page.Table(table);
        }
        else
        {
            page.Paragraph("None: the runs have the same configuration.");
        }

        page.Details(Invariant($"{options[false].Count()} options that are the same"), () =>
        {
            HtmlTable table = new("By the names of run.json.", "option", ["all runs"]);
            foreach ((string name, IReadOnlyList<string> values, _) in options[false])
            {
                table.Add(name, [values[0]]);
            }

            page.Table(table);
        });
    }

    private static void WriteCurves(HtmlPage page, IReadOnlyList<RunSummary> runs)
    {
        page.Heading("Curves");
        if (runs.Select(run => run.Options.Loss).Distinct().Count() > 1)
        {
            page.Paragraph("The runs minimise different losses: what their loss curves do can be compared, how high they are cannot.");
        }

        page.Plots(RunPlots.Of(runs));
    }

    private static void WriteFigures(HtmlPage page, IReadOnlyList<RunSummary> runs)
    {
        HtmlTable table = new(
            $"Last value, mean of the last tenth of the values, and what each run has more than the first, {runs[0].Name}.", "number",
            [runs[0].Name, .. runs.Skip(1).SelectMany(run => new[] { run.Name, "difference" })])
        {
            Style = "numbers",
        };
        foreach ((string name, string label) in RunPlots.Labels(runs))
        {
            RunCurve?[] curves = [.. runs.Select(run => RunPlots.Find(run, name))];
            double[] steps = [.. curves.Select(curve => curve is { Points.Count: > 0 } ? curve.Points[^1].X : double.NaN)];
            bool isSameStep = steps.Distinct().Count() == 1;
            table.Add(isSameStep ? Invariant($"{label}: last, step {steps[0]}") : $"{label}: last", WithDifferences([.. curves.Select(curve => curve?.Last ?? double.NaN)], isSameStep ? null : steps));
            table.Add($"{label}: mean of the last tenth", WithDifferences([.. curves.Select(curve => curve?.LastTenthMean ?? double.NaN)], null));
        }

        table.Add("Steps a second", WithDifferences([.. runs.Select(run => run.StepsPerSecond)], null));
        page.Heading("Figures");
        page.Table(table);
    }

    private static void WriteSamples(HtmlPage page, IReadOnlyList<RunSummary> runs)
    {
        page.Heading("Samples");
        IReadOnlyList<long> steps = RunSample.ChooseSteps(runs.Select(run => run.Samples), MostSteps);
        if (steps.Count == 0)
        {
            page.Paragraph("None of the runs has samples yet.");
            return;
        }

        HtmlTable table = new("What each generator makes of its fixed noise, by step. Noise of the same seed, size and distribution is the same in every run.", "step", Names(runs)) { Style = "pictures" };
        foreach (long step in steps)
        {
            table.Add(Invariant($"{step}"), runs.Select(run => run.Samples.FirstOrDefault(sample => sample.Step == step) is { } sample
                ? Markup.Image(sample.ReadBytes(), sample.MediaType, Invariant($"Samples of {run.Name} at step {step}"))
                : Markup.Text(Absence(run, step))));
        }

        page.Table(table);
    }

    private static string Absence(RunSummary run, long step) => run.Samples.Count == 0 ? "no samples"
        : step > run.StepsDone ? Invariant($"none: the run ends at step {run.StepsDone}")
        : "none at this step";

    private static string[] Names(IReadOnlyList<RunSummary> runs) => [.. runs.Select(run => run.Name)];

    private static string Face(RunSummary run)
    {
        string note = run.Preset is { } preset ? $": {preset.FaithfulNote}" : "";
        return run.Options.Faithful ? $"faithful, as the source is written{note}" : $"corrected. In the faithful run{(note.Length > 0 ? note : ", the source's bugs are kept")}";
    }

    /// <summary>The first number, then each other one with what it has more than the first.</summary>
    private static IEnumerable<string> WithDifferences(double[] values, double[]? steps)
    {
        string At(int index) => steps is null || double.IsNaN(steps[index]) ? "" : Invariant($" (step {steps[index]})");
        yield return Number(values[0]) + At(0);
        for (int index = 1; index < values.Length; index++)
        {
            double difference = values[index] - values[0];
            yield return Number(values[index]) + At(index);
            yield return (difference > 0 ? "+" : "") + Number(difference);
        }
    }

    private static string Number(double value) => double.IsNaN(value) ? "–" : double.IsInfinity(value) ? (value > 0 ? "infinite" : "−infinite") : Invariant($"{value:G4}").Replace('-', '−');

    private static string Duration(double seconds) => seconds switch
    {
        double.NaN => "no line of metrics yet",
        < 60 => Invariant($"{seconds:F1} s"),
        < 3600 => Invariant($"{Math.Floor(seconds / 60):F0} min {seconds % 60:F0} s"),
        _ => Invariant($"{Math.Floor(seconds / 3600):F0} h {seconds % 3600 / 60:F0} min"),
    };
}
