using System.Buffers.Binary;
using System.Text;

namespace NativeGan.Tests.Training.Support;

/// <summary>Reads the texts of a PNG file: its tEXt chunks, and those of its iTXt chunks that are not compressed.</summary>
internal static class PngTexts
{
    public static Dictionary<string, string> Of(byte[] file)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        for (int start = 8; start < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(start));
            string type = Encoding.Latin1.GetString(file, start + 4, 4);
            ReadOnlySpan<byte> content = file.AsSpan(start + 8, length);
            start += 12 + length;
            if (type is not ("tEXt" or "iTXt"))
            {
                continue;
            }

            int end = content.IndexOf((byte)0);
            string keyword = Encoding.Latin1.GetString(content[..end]);
            texts.Add(keyword, type == "tEXt" ? Encoding.Latin1.GetString(content[(end + 1)..]) : International(content[(end + 1)..]));
        }

        return texts;
    }

    // Two bytes on compression, a language and a translated keyword that end in a zero each, and the text.
    private static string International(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> rest = content[2..];
        rest = rest[(rest.IndexOf((byte)0) + 1)..];
        return Encoding.UTF8.GetString(rest[(rest.IndexOf((byte)0) + 1)..]);
    }
}
