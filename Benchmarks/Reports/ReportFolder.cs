using NativeGan.Training.Errors;

namespace NativeGan.Benchmarks.Reports;

/// <summary>The files of a report in a folder: Markdown, CSV, JSON and pictures, all named after the command.</summary>
internal static class ReportFolder
{
    /// <summary>Writes them all and gives their names.</summary>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public static IReadOnlyList<string> Write(Report report, string folder)
    {
        List<(string Name, string Text)> pictures = [.. Pictures(report)];
        (string Name, string Text)[] files =
        [
            ($"{report.Command}.md", MarkdownReport.Write(report, pictures.Select(picture => picture.Name))),
            ($"{report.Command}.csv", CsvReport.Write(report)),
            ($"{report.Command}.json", ReportFile.Write(report)),
            .. pictures,
        ];
        try
        {
            Directory.CreateDirectory(folder);
            foreach ((string name, string text) in files)
            {
                File.WriteAllText(Path.Combine(folder, name), text);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--out '{folder}' cannot be written to: {exception.Message}", ExitCodes.DataMissing, exception);
        }

        return [.. files.Select(file => file.Name)];
    }

    private static IEnumerable<(string Name, string Text)> Pictures(Report report)
    {
        if (report.Rows.Count == 0)
        {
            yield break;
        }

        if (report.Command == "roofline" && RooflinePicture.Draw(report) is { } roofline)
        {
            yield return ("roofline.svg", roofline);
        }
        else if (ScalingPicture.Draw(report) is { } scaling)
        {
            yield return ($"{report.Command}.svg", scaling);
        }
        else
        {
            yield return ($"{report.Command}.svg", BarPicture.Draw(report));
        }
    }
}
