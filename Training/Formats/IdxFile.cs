using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Formats;

/// <summary>One IDX file of unsigned bytes in memory: the images or the labels of MNIST and its relatives.</summary>
/// <remarks>
/// A file is a big-endian magic number (0x00000803 images, 0x00000801 labels: the last byte is the number of extents), the
/// extents as 32-bit numbers, and the bytes, row-major. It may be gzip-compressed, which is seen from its first bytes, not
/// from its name. The bytes are decompressed straight into their array, so that the 47 MB of MNIST are held once, and the
/// array is made only after the header was compared with what the file can hold.
/// Source: "The MNIST database of handwritten digits", LeCun, Cortes and Burges.
/// </remarks>
public sealed class IdxFile
{
    /// <summary>First four bytes of an images file: unsigned bytes, three extents.</summary>
    public const int ImagesMagic = 0x00000803;

    /// <summary>First four bytes of a labels file: unsigned bytes, one extent.</summary>
    public const int LabelsMagic = 0x00000801;

    // Deflate codes at most 258 bytes in two bits, so that nothing grows by more than 1032 when it is decompressed.
    private const long LargestGzipRatio = 1032;

    private IdxFile(string name, int[] extents, byte[] values, string sha256)
    {
        Name = name;
        Extents = extents;
        Values = values;
        Sha256 = sha256;
    }

    /// <summary>The file, or what it is called where it has no path.</summary>
    public string Name { get; }

    /// <summary>[count, rows, columns] of images, [count] of labels.</summary>
    public IReadOnlyList<int> Extents { get; }

    /// <summary>The bytes behind the header, row-major.</summary>
    public byte[] Values { get; }

    /// <summary>SHA-256 of the whole decompressed file, header included, in lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Reads a file of images.</summary>
    /// <exception cref="InputException">The file is missing, unreadable, damaged, or not a file of images.</exception>
    public static IdxFile ReadImages(string path) => Read(path, ImagesMagic);

    /// <summary>Reads a file of labels.</summary>
    /// <exception cref="InputException">The file is missing, unreadable, damaged, or not a file of labels.</exception>
    public static IdxFile ReadLabels(string path) => Read(path, LabelsMagic);

    /// <summary>Writes a file of images (three extents) or labels (one extent).</summary>
    /// <exception cref="ArgumentException">The extents do not give the number of values.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<int> extents, byte[] values, bool compress = false)
    {
        int[] copy = extents.ToArray();
        AtomicFile.Write(path, stream =>
        {
            if (!compress)
            {
                Write(stream, copy, values);
                return;
            }

            using var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
            Write(gzip, copy, values);
        });
    }

    /// <summary>Writes images (three extents) or labels (one extent) to a stream.</summary>
    /// <exception cref="ArgumentException">The extents do not give the number of values.</exception>
    public static void Write(Stream stream, ReadOnlySpan<int> extents, ReadOnlySpan<byte> values)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long count = 1;
        foreach (int extent in extents)
        {
            count *= extent;
        }

        if (extents.Length is not (1 or 3) || count != values.Length)
        {
            throw new ArgumentException(
                $"IdxFile: {values.Length} values were given for {extents.Length} extents of {count}.", nameof(extents));
        }

        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, extents.Length == 3 ? ImagesMagic : LabelsMagic);
        stream.Write(number);
        foreach (int extent in extents)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, extent);
            stream.Write(number);
        }

        stream.Write(values);
    }

    /// <summary>Reads one file's content from a stream that may go on behind it, as the built-in digits do.</summary>
    internal static IdxFile ReadFrom(Stream stream, string name, int magic, long mostBytes)
    {
        using var reader = new Reader(stream, name, magic);
        reader.ReadHeader();
        if (reader.Length > mostBytes)
        {
            throw reader.Refuse($"the header promises {reader.Length} bytes, at most {mostBytes} are expected");
        }

        return reader.ReadValues();
    }

    private static IdxFile Read(string path, int magic)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            GzipTrailer? trailer = IsGzip(file) ? GzipTrailer.Read(file) : null;
            long length = trailer is null ? file.Length : GzipContentLength(file, path, magic, trailer.Value);

            using Stream content = trailer is null ? file : new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            using var reader = new Reader(content, path, magic);
            reader.ReadHeader();
            if (reader.Length > length)
            {
                throw reader.Refuse($"truncated: the header promises {reader.Length} bytes, the file holds {length}");
            }

            if (reader.Length < length)
            {
                throw reader.Refuse(
                    $"{length - reader.Length} bytes too long: the header promises {reader.Length}, the file holds {length}");
            }

            IdxFile result = reader.ReadValues();
            reader.ReadEnd();

            // GZipStream says nothing of a file that was cut, nor of a checksum that was cut off: this is checked here.
            if (trailer is not null && reader.Checksum != trailer.Value.Checksum)
            {
                throw reader.Refuse("the gzip checksum does not fit its content: it is damaged, or truncated");
            }

            return result;
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(path, exception);
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception) || exception is ArgumentException)
        {
            throw FileErrors.Reading(path, exception);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        int first = file.ReadByte(), second = file.ReadByte();
        file.Position = 0;
        return first == 0x1F && second == 0x8B;
    }

    /// <summary>How many bytes a gzip file decompresses to, known before any memory is asked for.</summary>
    /// <remarks>
    /// A gzip file ends with that number. Where it agrees with the IDX header and with what so many compressed bytes can
    /// hold, it is believed, and the reading checks it. Otherwise the file is decompressed once just to count, and
    /// refused with that count; so is a file of several gzip members, which no publisher of these sets uses.
    /// </remarks>
    private static long GzipContentLength(FileStream file, string path, int magic, GzipTrailer trailer)
    {
        using var content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        using var reader = new Reader(content, path, magic);
        reader.ReadHeader();
        long length = trailer.Length;
        if (reader.Length != length || length > file.Length * LargestGzipRatio)
        {
            length = reader.CountToTheEnd();
            if (length == reader.Length)
            {
                throw reader.Refuse("the gzip data do not end with their length: it is damaged, or has bytes behind its end");
            }
        }

        file.Position = 0;
        return length;
    }

    private static InputException Damaged(string path, Exception exception) =>
        new(
            $"IDX file '{path}': the gzip data are damaged or truncated ({FileErrors.OneLine(exception)}). Get the file again.",
            ExitCodes.DataMissing,
            exception);

    /// <summary>The last eight bytes of a gzip file: CRC-32 and length, modulo 2³², of what it holds.</summary>
    private readonly record struct GzipTrailer(uint Checksum, uint Length)
    {
        public static GzipTrailer Read(FileStream file)
        {
            Span<byte> bytes = stackalloc byte[8];
            file.Position = Math.Max(0, file.Length - bytes.Length);
            file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            file.Position = 0;
            return new GzipTrailer(
                BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
        }
    }

    /// <summary>One pass over an IDX file's decompressed content.</summary>
    private sealed class Reader(Stream stream, string name, int magic) : IDisposable
    {
        private readonly Crc32 _checksum = new();
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly int[] _extents = new int[magic & 0xFF];

        /// <summary>CRC-32 of what was read so far.</summary>
        public uint Checksum => _checksum.GetCurrentHashAsUInt32();

        /// <summary>Bytes of header and values, by the header.</summary>
        public long Length { get; private set; }

        private int HeaderLength => sizeof(int) * (1 + _extents.Length);

        public void ReadHeader()
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            int read = stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
            if (read == 0)
            {
                throw Refuse("the file is empty");
            }

            int found = read >= sizeof(int) ? BinaryPrimitives.ReadInt32BigEndian(header) : 0;
            if (read >= sizeof(int) && found != magic)
            {
                throw Mistaken(found);
            }

            if (read < HeaderLength)
            {
                throw Refuse($"truncated: {read} bytes, the header alone has {HeaderLength}");
            }

            // Three extents of 31 bits: the product needs up to 93.
            Int128 count = 1;
            for (int axis = 0; axis < _extents.Length; axis++)
            {
                _extents[axis] = BinaryPrimitives.ReadInt32BigEndian(header[(sizeof(int) * (1 + axis))..]);
                if (_extents[axis] < 0)
                {
                    throw Refuse($"the header promises {(uint)_extents[axis]} along axis {axis}: it is damaged");
                }

                count *= _extents[axis];
            }

            if (count > Array.MaxLength)
            {
                throw Refuse(
                    $"the header promises {string.Join(" × ", _extents)} bytes, {Array.MaxLength} is the limit: it is damaged");
            }

            Length = HeaderLength + (long)count;
            Append(header);
        }

        public IdxFile ReadValues()
        {
            // In pieces, so that hashing finds the bytes still in the cache.
            const int PieceLength = 1 << 18;
            var values = new byte[Length - HeaderLength];
            for (int position = 0; position < values.Length; position += PieceLength)
            {
                Span<byte> piece = values.AsSpan(position, Math.Min(PieceLength, values.Length - position));
                int read = stream.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
                if (read < piece.Length)
                {
                    throw Refuse($"truncated: it ends after {HeaderLength + position + read} bytes, the header promises {Length}");
                }

                Append(piece);
            }

            return new IdxFile(name, _extents, values, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        }

        // A gzip stream checks its CRC only when it is read to its end.
        public void ReadEnd()
        {
            if (stream.ReadByte() >= 0)
            {
                throw Refuse($"it goes on after the {Length} bytes that the header promises");
            }
        }

        public long CountToTheEnd()
        {
            var piece = new byte[1 << 16];
            long count = HeaderLength;
            for (int read; (read = stream.Read(piece)) > 0;)
            {
                count += read;
            }

            return count;
        }

        public InputException Refuse(string what, string advice = "Get the file again") =>
            new($"IDX file '{name}': {what}. {advice}.", ExitCodes.DataMissing);

        public void Dispose() => _hash.Dispose();

        private void Append(ReadOnlySpan<byte> bytes)
        {
            _hash.AppendData(bytes);
            if (stream is GZipStream)
            {
                _checksum.Append(bytes);
            }
        }

        private InputException Mistaken(int found)
        {
            string expected = Kind(magic)!;
            return Kind(found) is string other
                ? Refuse(
                    $"this is a file of {other} (it starts with 0x{found:x8}), one of {expected} (0x{magic:x8}) is expected",
                    "Check that the two files were not exchanged")
                : Refuse(
                    $"it starts with 0x{found:x8}, an IDX file of {expected} starts with 0x{magic:x8}",
                    "Pass the published file, raw or .gz");
        }

        private static string? Kind(int magic) => magic switch
        {
            ImagesMagic => "images",
            LabelsMagic => "labels",
            _ => null,
        };
    }
}
