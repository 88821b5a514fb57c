using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NativeGan.Training.Options;

namespace NativeGan.Training.Runs;

/// <summary>A run's <c>run.json</c>: what the run is, on what it runs, when and how it was started, and how it ended.</summary>
/// <param name="path">The file.</param>
internal sealed class RunDescription(string path)
{
    /// <summary>Writes the file as a run begins. When and how the run was first started stays; a later start is added under <c>resumed</c>.</summary>
    /// <param name="options">The run.</param>
    /// <param name="backend">Where it runs; null where nothing is known of it.</param>
    /// <param name="data">What it is trained on; null where nothing is known of it.</param>
    /// <param name="command">The command line, as it was typed.</param>
    /// <param name="startStep">Steps done before.</param>
    /// <exception cref="InputException">It cannot be written, or an earlier one is no JSON object.</exception>
    public void Begin(TrainingOptions options, IBackend? backend, ITrainingData? data, string command, long startStep)
    {
        JsonObject? before = File.Exists(path) ? Read() : null;
        JsonArray? resumed = before?["resumed"]?.DeepClone() as JsonArray;
        if (before is not null)
        {
            (resumed ??= []).Add(new JsonObject { ["date"] = Now(), ["host"] = Environment.MachineName, ["command"] = command, ["fromStep"] = startStep });
        }

        JsonObject description = new()
        {
            ["program"] = $"nativegan {ProgramVersion.Text}",
            ["command"] = before is null ? command : before["command"]?.DeepClone(),
            ["status"] = RunStatus.Running,
            ["step"] = startStep,
            ["started"] = before is null ? Now() : before["started"]?.DeepClone(),
            ["ended"] = null,
            ["durationSeconds"] = before?["durationSeconds"]?.DeepClone(),
            ["host"] = Environment.MachineName,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["system"] = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores",
            ["device"] = backend is null ? null : new JsonObject
            {
                ["backend"] = backend.Name,
                ["description"] = backend.Description,
                ["precision"] = JsonNamingPolicy.KebabCaseLower.ConvertName(GpuDevices.PrecisionOf(backend).ToString()),
            },
            ["data"] = data is null ? null : new JsonObject
            {
                ["name"] = data.Name,
                ["source"] = data.Source,
                ["sha256"] = data.Sha256,
                [data.Unit] = data.Count,
                ["isBuiltIn"] = data.IsBuiltIn,
            },
            ["seed"] = options.Seed,
            ["configuration"] = TrainingOptionsFile.ToNode(options),
        };
        if (resumed is not null)
        {
            description.Insert(description.IndexOf("runtime"), "resumed", resumed);
        }

        AtomicFile.WriteText(path, JsonText.Of(description));
    }

    /// <summary>Writes into the file how the run ended.</summary>
    /// <param name="status">One of <see cref="RunStatus"/>.</param>
    /// <param name="step">Steps done; null where nobody knows.</param>
    /// <param name="seconds">Training time in all; null where nobody knows.</param>
    /// <exception cref="InputException">It cannot be written, or is no JSON object.</exception>
    public void End(string status, long? step, double? seconds)
    {
        JsonObject description = Read();
        description["status"] = status;
        description["ended"] = Now();
        if (step is { } last)
        {
            description["step"] = last;
        }

        if (seconds is { } duration)
        {
            description["durationSeconds"] = Math.Round(duration, 3);
        }

        AtomicFile.WriteText(path, JsonText.Of(description));
    }

    /// <summary>The whole file.</summary>
    /// <exception cref="InputException">It cannot be read, or is no JSON object.</exception>
    public JsonObject Read() => Read(static description => description);

    /// <summary>A value of a section.</summary>
    /// <exception cref="InputException">The file cannot be read, or the value is of another type.</exception>
    public T? Read<T>(string section, string name) => Read(description => description[section]?[name] is { } value ? value.GetValue<T>() : default);

    private T Read<T>(Func<JsonObject, T> read)
    {
        try
        {
            return read(JsonNode.Parse(File.ReadAllText(path))?.AsObject() ?? []);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            string fault = exception is JsonException json
                ? string.Create(CultureInfo.InvariantCulture, $"it is no JSON from line {json.LineNumber + 1}, column {json.BytePositionInLine + 1} on")
                : FileErrors.OneLine(exception);
            throw new InputException($"'{path}' is damaged: {fault}. Train anew.", ExitCodes.DataMissing, exception);
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Reading(path, exception);
        }
    }

    private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
