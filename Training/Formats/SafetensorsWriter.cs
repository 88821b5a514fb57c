using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Formats;

/// <summary>Collects named tensors and writes them as one safetensors file.</summary>
/// <remarks>
/// The same content gives the same bytes, whatever the order of the calls: tensors stand in the order of element size
/// (8 bytes first, so that every tensor is aligned), then of name; metadata in the order of its keys. Values are referred
/// to until <see cref="Save"/>, not copied. Every file has the hash of its content among its metadata (<see cref="SafetensorsHash"/>). Source: the safetensors format description, huggingface/safetensors.
/// </remarks>
public sealed class SafetensorsWriter
{
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Item> _items = new(StringComparer.Ordinal);

    /// <summary>Text beside the tensors: key → value.</summary>
    public IDictionary<string, string> Metadata => _metadata;

    /// <summary>Adds a tensor of 32-bit floating-point numbers.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the shape does not give the number of values.</exception>
    public void Add(string name, ReadOnlySpan<int> shape, float[] values) =>
        Add(name, SafetensorsType.F32, shape, values.Length, () => MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Adds a tensor of 64-bit floating-point numbers.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the shape does not give the number of values.</exception>
    public void Add(string name, ReadOnlySpan<int> shape, double[] values) =>
        Add(name, SafetensorsType.F64, shape, values.Length, () => MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Adds a tensor of signed 32-bit integers.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the shape does not give the number of values.</exception>
    public void Add(string name, ReadOnlySpan<int> shape, int[] values) =>
        Add(name, SafetensorsType.I32, shape, values.Length, () => MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Adds a tensor of signed 64-bit integers.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the shape does not give the number of values.</exception>
    public void Add(string name, ReadOnlySpan<int> shape, long[] values) =>
        Add(name, SafetensorsType.I64, shape, values.Length, () => MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Adds a tensor of bytes.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the shape does not give the number of values.</exception>
    public void Add(string name, ReadOnlySpan<int> shape, byte[] values) =>
        Add(name, SafetensorsType.U8, shape, values.Length, () => values);

    /// <summary>Writes the file, which appears only when it is complete.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Save(string path)
    {
        Item[] ordered = [.. _items.Values.OrderByDescending(item => item.Type.Size())]; // a stable sort: names stay in order
        SafetensorsHash hash = new(_metadata);
        Array.ForEach(ordered, item => hash.Add(item.Name, item.Type, item.Shape));
        Array.ForEach(ordered, item => hash.Add(item.Bytes()));
        _metadata[SafetensorsHash.MetadataName] = hash.Finish();
        byte[] header = Header(ordered);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (Item item in ordered)
            {
                stream.Write(item.Bytes());
            }
        });
    }

    private void Add(string name, SafetensorsType type, ReadOnlySpan<int> shape, int count, ByteSource bytes)
    {
        long expected = 1;
        foreach (int extent in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(shape));
            expected *= extent;
        }

        if (expected != count)
        {
            throw new ArgumentException(
                $"Safetensors: '{name}' has {count} values, its shape asks for {expected}.", nameof(shape));
        }

        if (name == SafetensorsFile.MetadataName || !_items.TryAdd(name, new Item(name, type, shape.ToArray(), count, bytes)))
        {
            throw new ArgumentException($"Safetensors: the name '{name}' is taken.", nameof(name));
        }
    }

    // The length of the text as 64 bits, then the text, padded with spaces so that the data start at a multiple of 8.
    private byte[] Header(Item[] ordered)
    {
        using var text = new MemoryStream();
        text.Write(stackalloc byte[sizeof(ulong)]);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            if (_metadata.Count > 0)
            {
                json.WriteStartObject(SafetensorsFile.MetadataName);
                foreach ((string key, string value) in _metadata)
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            long begin = 0;
            foreach (Item item in ordered)
            {
                long end = begin + (long)item.Count * item.Type.Size();
                json.WriteStartObject(item.Name);
                json.WriteString("dtype", item.Type.ToString());
                WriteArray(json, "shape", item.Shape.Select(extent => (long)extent));
                WriteArray(json, "data_offsets", [begin, end]);
                json.WriteEndObject();
                begin = end;
            }

            json.WriteEndObject();
        }

        while (text.Length % sizeof(ulong) != 0)
        {
            text.WriteByte((byte)' ');
        }

        byte[] header = text.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - sizeof(ulong)));
        return header;
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    // The bytes are asked for at the end, so that a tensor of 47 MB is not held twice.
    private delegate ReadOnlySpan<byte> ByteSource();

    private sealed record Item(string Name, SafetensorsType Type, int[] Shape, int Count, ByteSource Bytes);
}
