using System.Globalization;
using System.Text;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Samples;

namespace NativeGan.Training.Runs;

/// <summary>A run's <c>figures.csv</c>: what was measured of the samples that are shown throughout a run, one line per picture.</summary>
/// <remarks>Numbers are written in the shortest form that reads back to the same bits. The file is small, and written anew for each line.</remarks>
internal sealed class FiguresCsv
{
    private readonly string _path;
    private readonly StringBuilder _text = new();
    private bool _hasHeader;

    /// <summary>Continues a file, or starts one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lastStep">Lines after this step are cut away; 0 for a new file.</param>
    public FiguresCsv(string path, long lastStep)
    {
        _path = path;
        if (lastStep > 0 && File.Exists(path))
        {
            foreach (string line in ReadLines(path))
            {
                if (_text.Length == 0 || (Numbers.TryStep(line.Split(',')[0], out long step) && step <= lastStep))
                {
                    _text.Append(line).Append('\n');
                }
            }
        }
    }

    /// <summary>Adds a line.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Append(SampleReport samples)
    {
        if (!_hasHeader)
        {
            StartWith(["step", .. samples.View.Figures]);
        }

        _text.Append(CultureInfo.InvariantCulture, $"{samples.Step}");
        foreach (double figure in samples.Figures)
        {
            _text.Append(CultureInfo.InvariantCulture, $",{figure:R}");
        }

        AtomicFile.WriteText(_path, _text.Append('\n').ToString());
    }

    /// <summary>Reads a file: a line of names, the first of them <c>step</c>, then lines of numbers.</summary>
    /// <param name="path">The file.</param>
    /// <returns>For each name after the first, its points (step, value), without a half-written last line; an empty field is NaN.</returns>
    /// <exception cref="InputException">The file cannot be read, or a line does not fit the first.</exception>
    public static IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> Read(string path)
    {
        string[] lines = ReadLines(path);
        if (lines.Length == 0)
        {
            return [];
        }

        string[] names = lines[0].Split(',');
        if (names[0] != "step" || names.Any(string.IsNullOrWhiteSpace) || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            throw new InputException($"Figures file '{path}': the first line is not 'step' and different names, with commas between. Move the file away.", ExitCodes.DataMissing);
        }

        List<(double X, double Y)>[] columns = [.. names.Skip(1).Select(_ => new List<(double, double)>())];
        for (int index = 1; index < lines.Length; index++)
        {
            double[] numbers = Parse(lines[index], names.Length) ?? throw new InputException(
                $"Figures file '{path}': line {index + 1} is not {names.Length} numbers. Remove the line, or move the file away.", ExitCodes.DataMissing);
            for (int column = 0; column < columns.Length; column++)
            {
                columns[column].Add((numbers[0], numbers[column + 1]));
            }
        }

        return [.. names.Skip(1).Zip(columns, (name, points) => (name, (IReadOnlyList<(double X, double Y)>)points))];
    }

    /// <summary>Gives the lines that were there the columns of those that come: an older program measured fewer figures.</summary>
    private void StartWith(string[] names)
    {
        string[] lines = _text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _text.Clear().AppendJoin(',', names).Append('\n');
        string[] found = lines.Length == 0 ? [] : lines[0].Split(',');
        foreach (string line in lines.Skip(1))
        {
            string[] fields = line.Split(',');
            _text.AppendJoin(',', names.Select(name => fields.ElementAtOrDefault(Array.IndexOf(found, name)) ?? "")).Append('\n');
        }

        _hasHeader = true;
    }

    /// <summary>The lines of a file, without a half-written last one.</summary>
    private static string[] ReadLines(string path)
    {
        try
        {
            string text = File.ReadAllText(path);
            return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n')[..^1].Select(line => line.TrimEnd('\r'))];
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Reading(path, exception);
        }
    }

    private static double[]? Parse(string line, int count)
    {
        string[] fields = line.Split(',');
        double[] numbers = new double[count];
        if (fields.Length != count || !Numbers.TryStep(fields[0], out long step))
        {
            return null;
        }

        numbers[0] = step;
        for (int index = 1; index < count; index++)
        {
            if (fields[index].Length == 0)
            {
                numbers[index] = double.NaN;
            }
            else if (!Numbers.TryMeasured(fields[index], out numbers[index]))
            {
                return null;
            }
        }

        return numbers;
    }
}
