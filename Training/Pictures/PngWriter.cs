using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Pictures;

/// <summary>Writes 8-bit gray PNG files.</summary>
/// <remarks>
/// Source: PNG specification, third edition (W3C 2025). Signature, IHDR, a tEXt with the description, one IDAT, IEND. Every row has filter 0 (none):
/// digits are mostly runs of one value, which deflate finds without help.
/// </remarks>
public static class PngWriter
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes an image to a file, which appears only when it is complete.</summary>
    /// <param name="path">Where to; missing folders are made.</param>
    /// <param name="width">Pixels in a row, 1 or more.</param>
    /// <param name="height">Rows, 1 or more.</param>
    /// <param name="pixels">Row after row, 0 black to 255 white.</param>
    /// <param name="description">What is to be seen, in Latin letters, for programs that show a picture's text; null for nothing.</param>
    /// <exception cref="ArgumentException">The number of pixels is not width × height.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void WriteGray(string path, int width, int height, ReadOnlySpan<byte> pixels, string? description = null)
    {
        byte[] file = EncodeGray(width, height, pixels, description);
        AtomicFile.Write(path, stream => stream.Write(file));
    }

    /// <summary>The bytes of a PNG file.</summary>
    /// <exception cref="ArgumentException">The number of pixels is not width × height.</exception>
    public static byte[] EncodeGray(int width, int height, ReadOnlySpan<byte> pixels, string? description = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (pixels.Length != (long)width * height)
        {
            throw new ArgumentException($"PngWriter: {pixels.Length} pixels were given for {width}×{height}.", nameof(pixels));
        }

        using var file = new MemoryStream();
        file.Write(Signature);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits per sample; the four bytes after it (gray, deflate, adaptive filters, not interlaced) are 0
        WriteChunk(file, "IHDR"u8, header);
        if (description is not null)
        {
            WriteChunk(file, "tEXt"u8, Encoding.Latin1.GetBytes($"Description\0{description}"));
        }

        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int row = 0; row < height; row++)
            {
                deflate.WriteByte(0);
                deflate.Write(pixels.Slice(row * width, width));
            }
        }

        WriteChunk(file, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    // Length of the content, type, content, CRC of type and content.
    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
