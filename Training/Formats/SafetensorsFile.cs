using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Formats;

/// <summary>A safetensors file open for reading; a tensor's bytes are read when it is asked for.</summary>
/// <remarks>
/// Opening checks the whole header: a length beyond the file, text that is not JSON, missing fields, offsets that are out
/// of range, overlap, leave holes or disagree with shape and dtype are refused, and no memory is asked for before its size
/// was compared with the file's. Source: the safetensors format description, huggingface/safetensors.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    /// <summary>The header's one name that is not a tensor.</summary>
    internal const string MetadataName = "__metadata__";

    // The reference implementation's limit, too.
    private const long LongestHeader = 100_000_000;

    private readonly SafeFileHandle _handle;
    private readonly SafetensorsHeader _header;
    private readonly long _dataStart;

    private SafetensorsFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        _header = ReadHeader(out _dataStart);
    }

    /// <summary>The file, as it was given.</summary>
    public string Path { get; }

    /// <summary>The tensors, by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _header.Entries;

    /// <summary>The text beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="InputException">The file is missing, unreadable or damaged.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            return new SafetensorsFile(path, handle);
        }
        catch (Exception exception)
        {
            handle?.Dispose();
            if (FileErrors.IsFileError(exception) || exception is ArgumentException)
            {
                throw FileErrors.Reading(path, exception);
            }

            throw;
        }
    }

    /// <summary>Compares the content with the hash among the metadata.</summary>
    /// <returns>Whether there is one: files of other programs, and of earlier versions of this one, have none.</returns>
    /// <exception cref="InputException">They differ, or the content cannot be read.</exception>
    public bool Verify()
    {
        if (!Metadata.TryGetValue(SafetensorsHash.MetadataName, out string? expected))
        {
            return false;
        }

        SafetensorsHash hash = new(Metadata);
        foreach (SafetensorsEntry entry in Entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            hash.Add(entry.Name, entry.Type, entry.Shape);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        for (long position = _dataStart, end = _dataStart + Entries.Values.Sum(entry => entry.ByteLength); position < end;)
        {
            Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - position));
            ReadExactly(bytes, position);
            hash.Add(bytes);
            position += bytes.Length;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        string found = hash.Finish();
        return found == expected ? true : throw Refuse($"it is damaged: its content has the SHA-256 {found[..12]}..., what was written had {expected[..Math.Min(12, expected.Length)]}...");
    }

    /// <summary>A tensor's description.</summary>
    /// <exception cref="InputException">The file has no tensor of that name.</exception>
    public SafetensorsEntry Entry(string name) =>
        Entries.TryGetValue(name, out SafetensorsEntry? entry)
            ? entry
            : throw Refuse($"there is no tensor '{name}' among its {Entries.Count}");

    /// <summary>A tensor's bytes, whatever its dtype.</summary>
    /// <exception cref="InputException">There is no such tensor, or it cannot be read.</exception>
    public byte[] ReadBytes(string name) => Read<byte>(Entry(name));

    /// <summary>A tensor of dtype F32.</summary>
    /// <exception cref="InputException">There is no such tensor, it has another dtype, or it cannot be read.</exception>
    public float[] ReadFloats(string name) => Read<float>(Entry(name, SafetensorsType.F32));

    /// <summary>A tensor of dtype F64.</summary>
    /// <exception cref="InputException">There is no such tensor, it has another dtype, or it cannot be read.</exception>
    public double[] ReadDoubles(string name) => Read<double>(Entry(name, SafetensorsType.F64));

    /// <summary>A tensor of dtype I32.</summary>
    /// <exception cref="InputException">There is no such tensor, it has another dtype, or it cannot be read.</exception>
    public int[] ReadInt32(string name) => Read<int>(Entry(name, SafetensorsType.I32));

    /// <summary>A tensor of dtype I64.</summary>
    /// <exception cref="InputException">There is no such tensor, it has another dtype, or it cannot be read.</exception>
    public long[] ReadInt64(string name) => Read<long>(Entry(name, SafetensorsType.I64));

    /// <summary>Closes the file.</summary>
    public void Dispose() => _handle.Dispose();

    private SafetensorsEntry Entry(string name, SafetensorsType type)
    {
        SafetensorsEntry entry = Entry(name);
        return entry.Type == type ? entry : throw Refuse($"'{name}' is {entry.Type}, {type} is expected");
    }

    private T[] Read<T>(SafetensorsEntry entry) where T : unmanaged
    {
        long count = entry.ByteLength / Marshal.SizeOf<T>();
        if (count > Array.MaxLength)
        {
            throw Refuse($"'{entry.Name}' has {count} elements, more than the {Array.MaxLength} of an array");
        }

        // Numbers are little-endian in the file and on every platform that this program is built for.
        var values = new T[count];
        ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()), _dataStart + entry.Begin);
        return values;
    }

    private SafetensorsHeader ReadHeader(out long dataStart)
    {
        long fileLength = RandomAccess.GetLength(_handle);
        if (fileLength < sizeof(ulong))
        {
            throw Refuse($"it has {fileLength} bytes: it is truncated, or not a safetensors file");
        }

        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        ReadExactly(prefix, 0);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > LongestHeader)
        {
            throw Refuse($"its header would have {headerLength} bytes, over {LongestHeader}: it is not a safetensors file");
        }

        if (headerLength > (ulong)(fileLength - sizeof(ulong)))
        {
            throw Refuse(
                $"its header would have {headerLength} bytes, the file has {fileLength}: it is truncated, or not a safetensors file");
        }

        var text = new byte[(int)headerLength];
        ReadExactly(text, sizeof(ulong));
        dataStart = sizeof(ulong) + (long)headerLength;
        return SafetensorsHeader.Parse(Path, text, fileLength - dataStart);
    }

    private void ReadExactly(Span<byte> destination, long position)
    {
        try
        {
            while (!destination.IsEmpty)
            {
                int read = RandomAccess.Read(_handle, destination, position);
                if (read == 0)
                {
                    throw Refuse($"it ends at byte {position}, in the middle of its data");
                }

                position += read;
                destination = destination[read..];
            }
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Reading(Path, exception);
        }
    }

    private InputException Refuse(string what) => new($"Safetensors file '{Path}': {what}.", ExitCodes.DataMissing);
}
