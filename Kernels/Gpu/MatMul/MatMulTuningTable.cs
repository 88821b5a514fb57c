using System.Text.Json;
using System.Text.Json.Serialization;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu.MatMul;

/// <summary>For one device, the plan measured to be the fastest for each shape of matrix product; a JSON file.</summary>
/// <param name="Device">The device's name, as its driver gives it.</param>
/// <param name="Precision">The precision the plans were measured for.</param>
/// <param name="Products">One entry a shape.</param>
public sealed record MatMulTuningTable(string Device, MatMulPrecision Precision, IReadOnlyList<TunedMatMul> Products)
{
    private static readonly JsonSerializerOptions _json = new()
    {
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(), new GpuMatMulPlanJson() },
    };

    /// <summary>The file of a device's table in a folder: <c>nvidia-h200-float32.json</c>.</summary>
    public static string PathOf(string folder, string device, MatMulPrecision precision)
    {
        ArgumentNullException.ThrowIfNull(device);
        char[] letters = [.. device.ToLowerInvariant().Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')];
        string name = string.Join('-', new string(letters).Split('-', StringSplitOptions.RemoveEmptyEntries));
        return Path.Combine(folder, $"{name}-{precision.ToString().ToLowerInvariant()}.json");
    }

    /// <summary>Reads a device's table from a folder; null when it was never tuned.</summary>
    /// <exception cref="InvalidDataException">The file is there but is no table of this device; the message says what to do.</exception>
    public static MatMulTuningTable? TryLoad(string folder, string device, MatMulPrecision precision)
    {
        string path = PathOf(folder, device, precision);
        if (!File.Exists(path))
        {
            return null;
        }

        string problem;
        try
        {
            MatMulTuningTable? table = JsonSerializer.Deserialize<MatMulTuningTable>(File.ReadAllText(path), _json);
            if (table is { Device: not null, Products: not null } && table.Device == device && table.Precision == precision)
            {
                return table;
            }

            problem = $"found a table of '{table?.Device}' in {table?.Precision}, expected one of '{device}' in {precision}";
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            problem = exception.Message.ReplaceLineEndings(" ");
        }

        throw new InvalidDataException($"Tuning table '{path}': {problem.TrimEnd('.')}. Delete it, or make it anew with 'nativegan tune'.");
    }

    /// <summary>Writes the table into a folder, in place of an older one only when it is complete, and returns its path.</summary>
    public string Save(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = PathOf(folder, Device, Precision), unfinished = $"{path}.tmp-{Path.GetRandomFileName()}";
        File.WriteAllText(unfinished, JsonSerializer.Serialize(this, _json));
        File.Move(unfinished, path, overwrite: true);
        return path;
    }

    /// <summary>This table with the entries of another added, which win where both have the same shape.</summary>
    public MatMulTuningTable With(IEnumerable<TunedMatMul> newer)
    {
        Dictionary<MatMulSize, TunedMatMul> products = Products.ToDictionary(static entry => entry.Size);
        foreach (TunedMatMul entry in newer)
        {
            products[entry.Size] = entry;
        }

        return this with { Products = [.. products.Values] };
    }
}
