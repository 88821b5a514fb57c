using System.IO.Compression;
using System.Security.Cryptography;
using NativeGan.Training.Data;
using NativeGan.Training.Formats;

namespace NativeGan.Tests.Training.Support;

/// <summary>A data set of a few made-up images with the usual four files, and the catalogue entry that describes them.</summary>
internal sealed class SmallDataset
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public SmallDataset(int seed = 1)
    {
        Catalog = new DatasetCatalog
        {
            Name = "Small",
            Folder = "small",
            TrainImages = Images("train-images-idx3-ubyte", 20, seed),
            TrainLabels = Labels("train-labels-idx1-ubyte", 20),
            TestImages = Images("t10k-images-idx3-ubyte", 10, seed + 1),
            TestLabels = Labels("t10k-labels-idx1-ubyte", 10),
            Mirrors = [],
            SystemFolders = [],
            HasBuiltInImages = true,
        };
    }

    public DatasetCatalog Catalog { get; init; }

    public byte[] this[string name] => _files[name];

    /// <summary>The file for a mirror's path, as <c>.gz</c> only, or null.</summary>
    public byte[]? Compressed(string path)
    {
        string name = Path.GetFileName(path);
        return name.EndsWith(".gz", StringComparison.Ordinal) && _files.TryGetValue(name[..^3], out byte[]? content) ? Gzip(content) : null;
    }

    public void Save(string folder, bool compress = false, Func<string, string>? rename = null)
    {
        foreach ((string name, byte[] content) in _files)
        {
            string path = Path.Combine(folder, rename is null ? name : rename(name));
            File.WriteAllBytes(compress ? path + ".gz" : path, compress ? Gzip(content) : content);
        }
    }

    public static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return stream.ToArray();
    }

    private DatasetFile Images(string name, int count, int seed)
    {
        byte[] pixels = [.. Enumerable.Range(0, count * 28 * 28).Select(index => (byte)(index * seed * 31 + index / 97))];
        return Add(name, [count, 28, 28], pixels);
    }

    private DatasetFile Labels(string name, int count) =>
        Add(name, [count], [.. Enumerable.Range(0, count).Select(index => (byte)(index % 10))]);

    private DatasetFile Add(string name, int[] extents, byte[] values)
    {
        using var stream = new MemoryStream();
        IdxFile.Write(stream, extents, values);
        byte[] content = stream.ToArray();
        _files.Add(name, content);
        return new DatasetFile(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
