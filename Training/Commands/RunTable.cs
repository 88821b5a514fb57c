using System.Globalization;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Commands;

/// <summary>Runs as a table for a terminal of 80 columns: a line of facts for each, and what was measured under it.</summary>
internal static class RunTable
{
    private const string Indent = "    ";

    // Numbers stand at the right. What is longer than the most does not make its column wider: only its own line is out of place.
    private static readonly (string Heading, bool IsNumber, int Most)[] _columns =
        [("run", false, TextLines.Width), ("preset", false, 14), ("seed", true, 6), ("step", true, 9), ("of", true, 9), ("status", false, 11), ("size", true, 7), ("date", false, 10)];

    /// <summary>The lines of the table.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<RunRow> runs)
    {
        string[][] cells = [[.. _columns.Select(column => column.Heading)], .. runs.Select(Cells)];
        int[] widths = [.. _columns.Select((column, index) => cells.Max(row => row[index].Length <= column.Most ? row[index].Length : 0))];
        int room = TextLines.Width - (widths.Skip(1).Sum() + 2 * (widths.Length - 1));
        widths[0] = Math.Min(widths[0], Math.Max(room, "run".Length));
        yield return Line(cells[0], widths);
        foreach ((string[] row, RunRow run) in cells.Skip(1).Zip(runs))
        {
            if (row[0].Length > widths[0] || Line(row, widths).Length > TextLines.Width)
            {
                // Its name stands on a line of its own, which leaves room for the rest.
                yield return row[0];
                row[0] = "";
            }

            string facts = Line(row, widths);
            yield return facts.Length <= TextLines.Width ? facts : Indent + facts.TrimStart();
            string[] words = run.Problem is { } problem ? ["damaged:", .. problem.Split(' ')] : [.. Figures(run.Figures), .. run.EvaluatedStep is { } step ? Evaluation(step, run) : []];
            foreach (string line in words.Length == 0 ? [] : TextLines.Wrap(words, TextLines.Width - Indent.Length))
            {
                yield return Indent + line;
            }
        }
    }

    /// <summary>Bytes in words: "512 B", "3.4 MB".</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:G3} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:G3} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB"),
    };

    private static string[] Cells(RunRow run) =>
    [
        run.Name,
        run.Options?.Preset ?? "-",
        run.Options?.Seed.ToString(CultureInfo.InvariantCulture) ?? "-",
        run.Step.ToString(CultureInfo.InvariantCulture),
        run.Options?.Steps.ToString(CultureInfo.InvariantCulture) ?? "-",
        run.Status ?? (run.Problem is null ? "-" : "damaged"),
        Size(run.Bytes),
        run.Started?.Split('T')[0] ?? "-",
    ];

    private static string Line(string[] cells, int[] widths) => string.Join("  ", cells.Select((cell, column) =>
        _columns[column].IsNumber ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd();

    // A name and its number stay on one line.
    private static IEnumerable<string> Figures(IReadOnlyList<(string Name, double Value)> figures) =>
        figures.Select((figure, index) => string.Create(CultureInfo.InvariantCulture, $"{figure.Name} {figure.Value:G4}{(index < figures.Count - 1 ? "," : "")}"));

    private static IEnumerable<string> Evaluation(long step, RunRow run) =>
        [string.Create(CultureInfo.InvariantCulture, $"{(run.Figures.Count > 0 ? "| " : "")}eval at step {step}:"), .. Figures(run.Evaluation)];
}
