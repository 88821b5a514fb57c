using System.Globalization;

namespace NativeGan.Training.Output;

/// <summary>A run's <c>figures.csv</c>: what was measured of its samples, one line each time samples were made.</summary>
internal static class FiguresCsv
{
    /// <summary>Reads a file: a line of names, the first of them <c>step</c>, then lines of numbers.</summary>
    /// <param name="path">The file.</param>
    /// <returns>For each name after the first, its points (step, value), without a half-written last line; an empty field is NaN.</returns>
    /// <exception cref="InputException">The file cannot be read, or a line does not fit the first.</exception>
    public static IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> Read(string path)
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

        string[] lines = [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n')[..^1].Select(line => line.TrimEnd('\r'))];
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

    private static double[]? Parse(string line, int count)
    {
        string[] fields = line.Split(',');
        double[] numbers = new double[count];
        if (fields.Length != count || !long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out long step))
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
            else if (!double.TryParse(fields[index], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[index]))
            {
                return null;
            }
        }

        return numbers;
    }
}
