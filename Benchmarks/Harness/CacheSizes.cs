using System.Globalization;

namespace NativeGan.Benchmarks.Harness;

/// <summary>The data caches' sizes as Linux tells them; elsewhere 32 KB, 1 MB and 32 MB are assumed.</summary>
internal static class CacheSizes
{
    /// <summary>Bytes of the first, second and third level; without a third, four times the second.</summary>
    public static (long First, long Second, long Third) Read()
    {
        long first = 32 << 10, second = 1 << 20, third = 0;
        const string Folder = "/sys/devices/system/cpu/cpu0/cache";
        if (Directory.Exists(Folder))
        {
            foreach (string index in Directory.EnumerateDirectories(Folder, "index*"))
            {
                string level = Text(index, "level"), type = Text(index, "type");
                long bytes = Bytes(Text(index, "size"));
                (first, second, third) = (level, type) switch
                {
                    (_, "Instruction") => (first, second, third),
                    ("1", _) when bytes > 0 => (bytes, second, third),
                    ("2", _) when bytes > 0 => (first, bytes, third),
                    ("3", _) when bytes > 0 => (first, second, bytes),
                    _ => (first, second, third),
                };
            }

            return (first, second, third > 0 ? third : 4 * second);
        }

        return (first, second, 32 << 20);
    }

    private static string Text(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
    }

    // "36608K", "1M"
    private static long Bytes(string text) =>
        text.Length > 1 && long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number << (text[^1] == 'M' ? 20 : 10)
            : 0;
}
