using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace NativeGan.Training.Formats;

/// <summary>SHA-256 of all that a safetensors file says: metadata, names, types and shapes, and the tensors' bytes.</summary>
/// <remarks>It stands among the metadata, and is of everything but itself. Each text goes in after its length, so that no two files are told alike.</remarks>
internal sealed class SafetensorsHash
{
    /// <summary>What it is called among the metadata.</summary>
    public const string MetadataName = "sha256";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Starts with a file's metadata.</summary>
    public SafetensorsHash(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        foreach ((string name, string value) in metadata.Where(entry => entry.Key != MetadataName).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Add(name);
            Add(value);
        }
    }

    /// <summary>Adds a tensor's description; all of them, in the order of their bytes, come before the bytes.</summary>
    public void Add(string name, SafetensorsType type, IReadOnlyList<int> shape)
    {
        Add(name);
        Add(type.ToString());
        Add(MemoryMarshal.AsBytes<int>(shape.Prepend(shape.Count).ToArray()));
    }

    /// <summary>Adds tensors' bytes, in their order.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>The hash in lower-case hexadecimal.</summary>
    public string Finish()
    {
        using (_hash)
        {
            return Convert.ToHexStringLower(_hash.GetHashAndReset());
        }
    }

    private void Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _hash.AppendData(length);
        _hash.AppendData(bytes);
    }
}
