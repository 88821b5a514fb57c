using NativeGan.Training.Formats;

namespace NativeGan.Tests.Training.Support;

/// <summary>Changes safetensors files into others that are valid in themselves.</summary>
internal static class CheckpointFile
{
    /// <summary>Writes a file again with something changed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="without">A tensor to leave out.</param>
    /// <param name="metadata">An entry of the metadata to set.</param>
    /// <param name="extra">Adds what else there is to be.</param>
    /// <param name="change">Gives the numbers of each tensor of 32-bit floating-point numbers.</param>
    public static void Rewrite(
        string path, string? without = null, (string Name, string Value)? metadata = null, Action<SafetensorsWriter>? extra = null, Func<string, float[], float[]>? change = null)
    {
        SafetensorsWriter writer = new();
        using (SafetensorsFile file = SafetensorsFile.Open(path))
        {
            foreach ((string name, string value) in file.Metadata)
            {
                writer.Metadata[name] = value;
            }

            foreach ((string name, SafetensorsEntry entry) in file.Entries.Where(entry => entry.Key != without))
            {
                switch (entry.Type)
                {
                    case SafetensorsType.F32:
                        float[] values = file.ReadFloats(name);
                        writer.Add(name, [.. entry.Shape], change?.Invoke(name, values) ?? values);
                        break;
                    case SafetensorsType.F64:
                        writer.Add(name, [.. entry.Shape], file.ReadDoubles(name));
                        break;
                    default:
                        writer.Add(name, [.. entry.Shape], file.ReadInt64(name));
                        break;
                }
            }
        }

        if (metadata is { } changed)
        {
            writer.Metadata[changed.Name] = changed.Value;
        }

        extra?.Invoke(writer);
        writer.Save(path);
    }

    /// <summary>Renames the hash of the content, as if a version without one had written the file.</summary>
    public static void RemoveHash(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int at = bytes.AsSpan().IndexOf("\"sha256\":"u8);
        if (at < 0)
        {
            throw new InvalidOperationException($"'{path}' has no hash.");
        }

        "\"shaOld\":"u8.CopyTo(bytes.AsSpan(at));
        File.WriteAllBytes(path, bytes);
    }
}
