using System.Text.Json;
using NativeGan.Training.Errors;

namespace NativeGan.Benchmarks.Reports;

/// <summary>A report as JSON: what a later run compares itself with.</summary>
internal static class ReportFile
{
    private static readonly JsonSerializerOptions _options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The report as JSON.</summary>
    public static string Write(Report report) => JsonSerializer.Serialize(report, _options) + "\n";

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InputException">The file is missing, or somebody else's.</exception>
    public static Report Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InputException($"Baseline '{path}': there is no such file. A run with --out FOLDER writes one.", ExitCodes.DataMissing);
        }

        try
        {
            Report? report = JsonSerializer.Deserialize<Report>(File.ReadAllText(path), _options);
            return report?.Format == Report.FormatName
                ? report
                : throw Foreign(path, $"its format is '{report?.Format ?? "null"}'", null);
        }
        catch (JsonException exception)
        {
            throw Foreign(path, "it does not have the fields of one", exception);
        }
    }

    private static InputException Foreign(string path, string found, Exception? inner) => new(
        $"Baseline '{path}' is no report of this program: {found}. One of format '{Report.FormatName}' is expected, written with --out FOLDER.",
        ExitCodes.DataMissing, inner);
}
