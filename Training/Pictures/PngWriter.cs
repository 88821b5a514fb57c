using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Pictures;

/// <summary>Writes 8-bit gray PNG files.</summary>
/// <remarks>
/// Source: PNG specification, third edition (W3C 2025). Signature, IHDR, a tEXt (iTXt where Latin-1 does not do) for each text, one IDAT, IEND. Every row has filter 0 (none):
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
    /// <param name="texts">Keywords of up to 79 Latin letters with their texts, for programs that show them: "Description" says what is to be seen.</param>
    /// <exception cref="ArgumentException">The number of pixels is not width × height.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void WriteGray(string path, int width, int height, ReadOnlySpan<byte> pixels, params IReadOnlyList<KeyValuePair<string, string>> texts)
    {
        byte[] file = EncodeGray(width, height, pixels, texts);
        AtomicFile.Write(path, stream => stream.Write(file));
    }

    /// <summary>The bytes of a PNG file.</summary>
    /// <exception cref="ArgumentException">The number of pixels is not width × height.</exception>
    public static byte[] EncodeGray(int width, int height, ReadOnlySpan<byte> pixels, params IReadOnlyList<KeyValuePair<string, string>> texts)
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
        foreach ((string keyword, string text) in texts)
        {
            WriteText(file, keyword, text);
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

    private static void WriteText(MemoryStream file, string keyword, string text)
    {
        if (text.All(static letter => letter <= '\u00FF'))
        {
            WriteChunk(file, "tEXt"u8, Encoding.Latin1.GetBytes($"{keyword}\0{text}"));
        }
        else
        {
            // Not compressed, of no language in particular, without a translated keyword.
            WriteChunk(file, "iTXt"u8, [.. Encoding.Latin1.GetBytes($"{keyword}\0\0\0\0\0"), .. Encoding.UTF8.GetBytes(text)]);
        }
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
