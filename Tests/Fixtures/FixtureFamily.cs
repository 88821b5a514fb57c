using System.Runtime.InteropServices;
using System.Text.Json;
using NativeGan.Engine;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;

namespace NativeGan.Tests.Fixtures;

/// <summary>A family of recorded cases: <c>FAMILY.json</c> says what they are, <c>FAMILY.safetensors</c> has their numbers.</summary>
/// <remarks>
/// Read from the folder named by the environment variable <c>NATIVEGAN_FIXTURES</c> where it is set, else from the copy
/// beside the test assembly. The form is described in <c>Fixtures/README.md</c>.
/// </remarks>
public sealed class FixtureFamily
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string FolderVariable = "NATIVEGAN_FIXTURES";

    private const string Format = "refcase-2";

    private static readonly Dictionary<string, FixtureFamily> _loaded = [];
    private static readonly Lock _lock = new();

    private readonly SafetensorsFile _numbers;

    private FixtureFamily(string name, string description, SafetensorsFile numbers)
    {
        Name = name;
        _numbers = numbers;
        Cases = ReadCases(description);
    }

    /// <summary>The family: <c>ops</c>, <c>optim</c> or <c>traj</c>.</summary>
    public string Name { get; }

    /// <summary>Its cases, at least one.</summary>
    public IReadOnlyList<FixtureCase> Cases { get; }

    /// <summary>Reads a family, once for all tests.</summary>
    /// <exception cref="FixtureException">Folder or file are missing, damaged, or have no cases.</exception>
    public static FixtureFamily Load(string name)
    {
        lock (_lock)
        {
            if (!_loaded.TryGetValue(name, out FixtureFamily? family))
            {
                family = LoadFrom(Folder(Environment.GetEnvironmentVariable(FolderVariable)), name);
                _loaded.Add(name, family);
            }

            return family;
        }
    }

    /// <summary>Reads a family from a folder.</summary>
    /// <exception cref="FixtureException">Folder or file are missing, damaged, or have no cases.</exception>
    public static FixtureFamily LoadFrom(string folder, string name)
    {
        if (!Directory.Exists(folder))
        {
            throw new FixtureException($"Fixtures: there is no folder '{folder}'. Build Tests again, or correct {FolderVariable}.");
        }

        string description = Path.Combine(folder, $"{name}.json"), numbers = Path.Combine(folder, $"{name}.safetensors");
        foreach (string file in new[] { description, numbers })
        {
            if (!File.Exists(file))
            {
                throw new FixtureException($"Fixtures: there is no file '{file}'; a family is {name}.json with {name}.safetensors.");
            }
        }

        try
        {
            return new FixtureFamily(name, description, SafetensorsFile.Open(numbers));
        }
        catch (Exception exception) when (exception is JsonException or InputException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FixtureException($"Fixtures: '{name}' in '{folder}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The folder that is read: the given one, which must be absolute, or the copy beside the assembly.</summary>
    /// <exception cref="FixtureException">The given folder is relative.</exception>
    public static string Folder(string? given)
    {
        if (string.IsNullOrEmpty(given))
        {
            return Path.Combine(Path.GetDirectoryName(typeof(FixtureFamily).Assembly.Location)!, "Fixtures");
        }

        return Path.IsPathFullyQualified(given)
            ? given
            : throw new FixtureException($"Fixtures: {FolderVariable} is '{given}', an absolute path is expected.");
    }

    internal FixtureTensor ReadTensor(string name)
    {
        SafetensorsEntry entry = _numbers.Entry(name);
        byte[] bytes = _numbers.ReadBytes(name);
        double[] values = entry.Type switch
        {
            SafetensorsType.F32 => Convert<float>(bytes, static value => value),
            SafetensorsType.F64 => Convert<double>(bytes, static value => value),
            SafetensorsType.I32 => Convert<int>(bytes, static value => value),
            SafetensorsType.I64 => Convert<long>(bytes, static value => value),
            _ => Convert<byte>(bytes, static value => value),
        };
        return new FixtureTensor(new Shape([.. entry.Shape]), values);
    }

    private static double[] Convert<T>(byte[] bytes, Func<T, double> convert) where T : unmanaged =>
        [.. MemoryMarshal.Cast<byte, T>(bytes).ToArray().Select(convert)];

    private List<FixtureCase> ReadCases(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using JsonDocument document = JsonDocument.Parse(stream);
        JsonElement root = document.RootElement;
        string? format = root.GetProperty("format").GetString(), family = root.GetProperty("family").GetString();
        if (format != Format || family != Name)
        {
            throw new FixtureException($"Fixtures: '{file}' is family '{family}' in format '{format}'; '{Name}' in '{Format}' is expected.");
        }

        List<FixtureCase> cases = [.. root.GetProperty("cases").EnumerateArray().Select(element => new FixtureCase(this, element.Clone()))];
        return cases.Count > 0 ? cases : throw new FixtureException($"Fixtures: '{file}' has no cases.");
    }
}
