using System.Globalization;
using System.Text;
using NativeGan.Training.Samples;

namespace NativeGan.Training.Output;

/// <summary>Writes <c>figures.csv</c>: what was measured of the samples that are shown throughout a run, one line per picture.</summary>
/// <remarks>Numbers are written in the shortest form that reads back to the same bits. The file is small, and written anew for each line.</remarks>
public sealed class FiguresCsv
{
    private readonly string _path;
    private readonly StringBuilder _text = new();

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
                if (_text.Length == 0 || (long.TryParse(line.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long step) && step <= lastStep))
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
        if (_text.Length == 0)
        {
            _text.Append("step,").AppendJoin(',', samples.View.Figures).Append('\n');
        }

        _text.Append(CultureInfo.InvariantCulture, $"{samples.Step}");
        foreach (double figure in samples.Figures)
        {
            _text.Append(CultureInfo.InvariantCulture, $",{figure:R}");
        }

        AtomicFile.WriteText(_path, _text.Append('\n').ToString());
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Reading(path, exception);
        }
    }
}
