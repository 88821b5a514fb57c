using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Runs;

/// <summary>The process that trains in a run folder, as its file <c>run.lock</c> says it.</summary>
/// <param name="Host">The computer's name.</param>
/// <param name="Process">The process's number there.</param>
/// <param name="Started">When that process began, in UTC.</param>
internal sealed record RunHolder(string Host, int Process, DateTime Started)
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    // A process's beginning is reckoned from the clock and the time since the computer started, which drift apart.
    private static readonly TimeSpan _clockDrift = TimeSpan.FromSeconds(10);

    /// <summary>This process.</summary>
    public static RunHolder Self { get; } = new(Environment.MachineName, Environment.ProcessId, StartOf(Environment.ProcessId) ?? DateTime.UtcNow);

    /// <summary>Whether it is of this computer, so that more is known of it than a file says.</summary>
    public bool IsLocal => Host == Environment.MachineName;

    /// <summary>Whether it is of this computer and still there; a later process of the same number does not count.</summary>
    public bool IsAlive => IsLocal && StartOf(Process) is { } start && (start - Started).Duration() < _clockDrift;

    /// <summary>Who it is, in words.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"process {Process} on {Host}, begun {Started:yyyy-MM-dd HH:mm:ss} UTC");

    /// <summary>Reads a file; null where there is none, or it says nothing that can be understood.</summary>
    public static RunHolder? TryRead(string path)
    {
        try
        {
            return File.Exists(path) && JsonNode.Parse(File.ReadAllText(path)) is JsonObject holder
                && holder["host"] is JsonValue host && holder["process"] is JsonValue process && holder["started"] is JsonValue started
                && DateTime.TryParseExact(started.ToString(), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime start)
                    ? new RunHolder(host.ToString(), Numbers.WholeOrZero(process.ToString(), 1, int.MaxValue), start)
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException || FileErrors.IsFileError(exception))
        {
            return null;
        }
    }

    /// <summary>Writes a file.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteText(path, JsonText.Of(new JsonObject
    {
        ["host"] = Host,
        ["process"] = Process,
        ["started"] = Started.ToString(Format, CultureInfo.InvariantCulture),
    }));

    private static DateTime? StartOf(int process)
    {
        try
        {
            using Process found = System.Diagnostics.Process.GetProcessById(process);
            return found.StartTime.ToUniversalTime();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return null;
        }
    }
}
