using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace NativeGan.Tests.Training.Support;

/// <summary>A second, independent reading of the PNG specification for 8-bit gray: checks every length, CRC and filter.</summary>
internal sealed record PngImage(int Width, int Height, byte[] Pixels)
{
    public static PngImage Decode(byte[] file)
    {
        byte[] signature = [137, 80, 78, 71, 13, 10, 26, 10];
        Require(file.AsSpan(0, 8).SequenceEqual(signature), "signature");
        int width = 0, height = 0, position = 8;
        using var data = new MemoryStream();
        string type = "";
        while (type != "IEND")
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(position));
            type = Encoding.ASCII.GetString(file, position + 4, 4);
            ReadOnlySpan<byte> content = file.AsSpan(position + 8, length);
            uint checksum = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(position + 8 + length));
            Require(checksum == BitwiseCrc(file.AsSpan(position + 4, 4 + length)), $"CRC of {type}");
            if (type == "IHDR")
            {
                width = BinaryPrimitives.ReadInt32BigEndian(content);
                height = BinaryPrimitives.ReadInt32BigEndian(content[4..]);
                Require(content[8..].SequenceEqual((ReadOnlySpan<byte>)[8, 0, 0, 0, 0]), "8-bit gray, not interlaced");
            }
            else if (type == "IDAT")
            {
                data.Write(content);
            }

            position += 12 + length;
        }

        Require(position == file.Length, "nothing behind IEND");
        data.Position = 0;
        using var inflate = new ZLibStream(data, CompressionMode.Decompress);
        using var rows = new MemoryStream();
        inflate.CopyTo(rows);
        Require(rows.Length == (long)height * (width + 1), "length of the rows");
        byte[] filtered = rows.ToArray();
        var pixels = new byte[width * height];
        for (int row = 0; row < height; row++)
        {
            Require(filtered[row * (width + 1)] == 0, "filter 0");
            filtered.AsSpan(row * (width + 1) + 1, width).CopyTo(pixels.AsSpan(row * width));
        }

        return new PngImage(width, height, pixels);
    }

    private static uint BitwiseCrc(ReadOnlySpan<byte> bytes)
    {
        uint remainder = uint.MaxValue;
        foreach (byte value in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bool isSet = ((remainder ^ (uint)(value >> bit)) & 1) != 0;
                remainder = isSet ? (remainder >> 1) ^ 0xEDB88320 : remainder >> 1;
            }
        }

        return ~remainder;
    }

    private static void Require(bool isRight, string what)
    {
        if (!isRight)
        {
            throw new InvalidDataException($"PNG: {what} is wrong.");
        }
    }
}
