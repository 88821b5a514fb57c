using System.Globalization;
using System.Text;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Loop;

namespace NativeGan.Training.Runs;

/// <summary>Appends the numbers of a run to <c>metrics.csv</c>, one line per <see cref="MetricsRow"/>.</summary>
/// <remarks>
/// Numbers are written in the shortest form that reads back to the same bits, with a point whatever the machine's language.
/// Each row is handed to the operating system at once, so that a killed run loses at most the line it was writing; such a
/// half-written last line is dropped when the run is resumed.
/// </remarks>
public sealed class MetricsCsv : IDisposable
{
    /// <summary>The first line of the file, but for the names of a run's statistics, which follow it.</summary>
    public const string Header = "step,d_loss,g_loss,d_real,d_fake,steps_per_second,elapsed_seconds";

    private const int FixedFields = 7;

    private readonly string _path;
    private readonly FileStream _stream;

    private MetricsCsv(string path)
    {
        _path = path;
        _stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <summary>Starts a new file; an old one of that name is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="statistics">Names of <see cref="MetricsRow.Statistics"/>.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static MetricsCsv Create(string path, params IReadOnlyList<string> statistics)
    {
        AtomicFile.WriteText(path, HeaderOf(statistics) + "\n");
        return OpenToAppend(path);
    }

    /// <summary>Continues a file: rows after <paramref name="lastStep"/> are cut away, earlier ones stay as they are.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lastStep">The last step to keep.</param>
    /// <param name="statistics">Names of <see cref="MetricsRow.Statistics"/>.</param>
    /// <exception cref="InputException">The file is not a metrics file of such a run, or cannot be written.</exception>
    public static MetricsCsv Resume(string path, long lastStep, params IReadOnlyList<string> statistics)
    {
        if (!File.Exists(path))
        {
            return Create(path, statistics);
        }

        var (found, lines) = ReadLines(path);
        if (lines.Count > 0 && !found.SequenceEqual(statistics))
        {
            throw new InputException(
                $"Metrics file '{path}': the first line is '{HeaderOf(found)}', '{HeaderOf(statistics)}' is expected. Move the file away.", ExitCodes.DataMissing);
        }

        var kept = new StringBuilder(HeaderOf(statistics) + "\n");
        foreach ((string line, MetricsRow row) in lines)
        {
            if (row.Step <= lastStep)
            {
                kept.Append(line).Append('\n');
            }
        }

        AtomicFile.WriteText(path, kept.ToString());
        return OpenToAppend(path);
    }

    /// <summary>All rows of a file, without a half-written last one.</summary>
    /// <exception cref="InputException">The file cannot be read, or a line in it is not a row.</exception>
    public static IReadOnlyList<MetricsRow> ReadRows(string path) => [.. ReadLines(path).Lines.Select(line => line.Row)];

    /// <summary>Names of a file's <see cref="MetricsRow.Statistics"/>.</summary>
    /// <exception cref="InputException">The file cannot be read, or is no metrics file.</exception>
    public static IReadOnlyList<string> ReadStatistics(string path) => ReadLines(path).Statistics;

    /// <summary>Adds a row.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Append(in MetricsRow row)
    {
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Step},{row.DiscriminatorLoss},{row.GeneratorLoss},{row.RealScore},{row.FakeScore},"
            + $"{row.StepsPerSecond},{row.ElapsedSeconds}{string.Concat(row.Statistics.Select(static value => string.Create(CultureInfo.InvariantCulture, $",{value}")))}\n");
        try
        {
            _stream.Write(Encoding.ASCII.GetBytes(line));
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Writing(_path, exception);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private static MetricsCsv OpenToAppend(string path)
    {
        try
        {
            return new MetricsCsv(path);
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Writing(path, exception);
        }
    }

    private static string HeaderOf(IEnumerable<string> statistics) => string.Join(',', statistics.Prepend(Header));

    private static (string[] Statistics, List<(string Line, MetricsRow Row)> Lines) ReadLines(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Reading(path, exception);
        }

        // What follows the last line feed was never finished; a number in it may lack digits and still look right.
        string[] lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n')[..^1];
        string first = lines.Length > 0 ? lines[0].TrimEnd('\r') : text;
        bool isHeader = lines.Length > 0
            ? first == Header || first.StartsWith(Header + ',', StringComparison.Ordinal)
            : Header.StartsWith(first, StringComparison.Ordinal) || first.StartsWith(Header, StringComparison.Ordinal);
        if (!isHeader)
        {
            throw new InputException(
                $"Metrics file '{path}': the first line is not '{Header}'. Move the file away.", ExitCodes.DataMissing);
        }

        string[] statistics = first.Length > Header.Length ? first[(Header.Length + 1)..].Split(',') : [];
        var rows = new List<(string, MetricsRow)>(lines.Length);
        for (int index = 1; index < lines.Length; index++)
        {
            string line = lines[index].TrimEnd('\r');
            rows.Add((line, Parse(line, statistics.Length) ?? throw new InputException(
                $"Metrics file '{path}': line {index + 1} is not {FixedFields + statistics.Length} numbers. Remove the line, or move the file away.",
                ExitCodes.DataMissing)));
        }

        return (statistics, rows);
    }

    private static MetricsRow? Parse(string line, int statistics)
    {
        string[] fields = line.Split(',');
        if (fields.Length != FixedFields + statistics
            || !Numbers.TryStep(fields[0], out long step)
            || !Numbers.TryMeasured(fields[6], out double elapsedSeconds))
        {
            return null;
        }

        Span<float> numbers = stackalloc float[5];
        for (int index = 0; index < numbers.Length; index++)
        {
            if (!Numbers.TryMeasured(fields[index + 1], out numbers[index]))
            {
                return null;
            }
        }

        float[] others = new float[statistics];
        for (int index = 0; index < statistics; index++)
        {
            if (!Numbers.TryMeasured(fields[FixedFields + index], out others[index]))
            {
                return null;
            }
        }

        return new MetricsRow(step, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], elapsedSeconds) { Statistics = statistics == 0 ? [] : others };
    }
}
