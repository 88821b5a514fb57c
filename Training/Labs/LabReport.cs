using System.Text;
using System.Text.Json.Nodes;
using NativeGan.Training.Formats;
using NativeGan.Training.Pictures;
using static System.FormattableString;

namespace NativeGan.Training.Labs;

/// <summary>Tells what an experiment found: in a table, as a picture, and in one line among others.</summary>
internal static class LabReport
{
    private const int TextWidth = 118, QuantityWidth = 62;

    /// <summary>The claim, a table of predicted and measured values, and the explanation.</summary>
    public static void Write(Lab lab, LabResult result, TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine($"{lab.Name}: {lab.Title}");
        WriteParagraph(writer, lab.Claim);
        writer.WriteLine();
        writer.WriteLine($"  {"quantity",-QuantityWidth} {"predicted",13} {"measured",13} {"gap",9} {"tolerance",12}");
        foreach (Finding finding in result.Findings)
        {
            writer.WriteLine(Invariant(
                $"  {Shorten(finding.Quantity),-QuantityWidth} {Bound(finding) + Number(finding.Predicted),13} {Number(finding.Measured),13} {Gap(finding),9} {Tolerance(finding),12}  {(finding.Holds ? "holds" : "MISSED")}"));
        }

        writer.WriteLine();
        WriteParagraph(writer, lab.Explanation);
        WriteParagraph(writer, $"Tolerances: {lab.Tolerances}");
    }

    /// <summary>The picture, with the findings as its text alternative.</summary>
    public static string Draw(Lab lab, LabResult result, LabContext context)
    {
        string findings = string.Join("; ", result.Findings.Select(finding =>
            $"{finding.Quantity}: predicted {Bound(finding)}{Number(finding.Predicted)}, measured {Number(finding.Measured)}, {(finding.Holds ? "holds" : "missed")}"));
        string plots = string.Join(" ", result.Plots.Select(plot =>
            $"{plot.Title}: {plot.YLabel} against {plot.XLabel}; {string.Join(", ", plot.Series.Select(series => series.Name))}."));
        return PlotPage.Draw(lab.Title, Invariant($"nativegan lab {lab.Name}, seed {context.Seed}, {context.Backend.Name}: {(result.Holds ? "holds" : "MISSED")}"), $"{plots} {findings}.", result.Plots);
    }

    /// <summary>One line an experiment: its first finding and the verdict.</summary>
    public static void WriteSummary(IReadOnlyList<LabRun> done, TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine($"{"lab",-20} {"first finding",-QuantityWidth} {"predicted",13} {"measured",13} {"all",7} {"time",8}");
        foreach ((Lab lab, LabResult result, double seconds) in done)
        {
            Finding first = result.Findings[0];
            string held = Invariant($"{result.Findings.Count(static finding => finding.Holds)}/{result.Findings.Count}");
            writer.WriteLine(Invariant(
                $"{lab.Name,-20} {Shorten(first.Quantity),-QuantityWidth} {Bound(first) + Number(first.Predicted),13} {Number(first.Measured),13} {held,7} {seconds,6:F1} s  {(result.Holds ? "holds" : "MISSED")}"));
        }

        writer.WriteLine(Invariant(
            $"{done.Count(static entry => entry.Result.Holds)} of {done.Count} labs hold; {done.Sum(static entry => entry.Result.Findings.Count)} predictions; {done.Sum(static entry => entry.Seconds):F1} s"));
    }

    /// <summary>Everything that was found.</summary>
    public static JsonObject ToNode(IReadOnlyList<LabRun> done, LabContext context, string folder) => new()
    {
        ["holds"] = done.All(static entry => entry.Result.Holds),
        ["seed"] = context.Seed,
        ["quick"] = context.IsQuick,
        ["device"] = context.Backend.Name,
        ["labs"] = new JsonArray([.. done.Select(entry => new JsonObject
        {
            ["name"] = entry.Lab.Name,
            ["title"] = entry.Lab.Title,
            ["claim"] = entry.Lab.Claim,
            ["holds"] = entry.Result.Holds,
            ["seconds"] = Math.Round(entry.Seconds, 3),
            ["picture"] = PictureOf(entry.Lab, folder),
            ["findings"] = new JsonArray([.. entry.Result.Findings.Select(NodeOf)]),
        })]),
    };

    /// <summary>Where a lab's picture goes.</summary>
    public static string PictureOf(Lab lab, string folder) => Path.Combine(folder, $"{lab.Name}.svg");

    private static JsonObject NodeOf(Finding finding) => new()
    {
        ["quantity"] = finding.Quantity,
        ["comparison"] = finding.Kind switch
        {
            ToleranceKind.Absolute => "absolute",
            ToleranceKind.Relative => "relative",
            ToleranceKind.AtMost => "at most",
            _ => "at least",
        },
        ["predicted"] = JsonText.NumberOf(finding.Predicted),
        ["measured"] = JsonText.NumberOf(finding.Measured),
        ["gap"] = JsonText.NumberOf(finding.Gap),
        ["tolerance"] = finding.Tolerance,
        ["holds"] = finding.Holds,
    };

    private static string Bound(Finding finding) => finding.Kind switch
    {
        ToleranceKind.AtMost => "≤ ",
        ToleranceKind.AtLeast => "≥ ",
        _ => "",
    };

    /// <summary>Seven significant digits, without an exponent where that is short.</summary>
    private static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1e-4 and < 1e7 => value.ToString("0.#######", System.Globalization.CultureInfo.InvariantCulture) is var text && text.Length <= 11 ? text : Invariant($"{value:G8}"),
        _ => Invariant($"{value:0.###e0}"),
    };

    private static string Gap(Finding finding) => finding.Gap == 0 ? "0" : Invariant($"{finding.Gap:0.0e0}");

    private static string Tolerance(Finding finding) => finding.Kind switch
    {
        _ when finding.Tolerance == 0 => "none",
        ToleranceKind.Relative when finding.Tolerance >= 1e-4 => Invariant($"{finding.Tolerance * 100:G3} %"),
        ToleranceKind.Relative => Invariant($"{finding.Tolerance:0.#e0} of it"),
        _ => finding.Tolerance >= 1e-4 ? Invariant($"{finding.Tolerance:G3}") : Invariant($"{finding.Tolerance:0.#e0}"),
    };

    private static string Shorten(string text) => text.Length <= QuantityWidth ? text : text[..(QuantityWidth - 1)] + "…";

    private static void WriteParagraph(TextWriter writer, string text)
    {
        StringBuilder line = new("  ");
        foreach (string word in text.Split(' '))
        {
            if (line.Length + word.Length > TextWidth)
            {
                writer.WriteLine(line.ToString().TrimEnd());
                line.Clear().Append("  ");
            }

            line.Append(word).Append(' ');
        }

        writer.WriteLine(line.ToString().TrimEnd());
    }
}
