namespace NativeGan.Training.Formats;

/// <summary>CRC-32 of PNG and zip: polynomial 0x04C11DB7, reflected, initial value and final exclusive-or all ones.</summary>
public static class Crc32
{
    private static readonly uint[] _table = MakeTable();

    /// <summary>The checksum of <paramref name="bytes"/>; pass the checksum so far to continue one.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes, uint soFar = 0)
    {
        uint remainder = ~soFar;
        foreach (byte value in bytes)
        {
            remainder = _table[(remainder ^ value) & 0xFF] ^ (remainder >> 8);
        }

        return ~remainder;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint index = 0; index < table.Length; index++)
        {
            uint remainder = index;
            for (int bit = 0; bit < 8; bit++)
            {
                remainder = (remainder & 1) != 0 ? 0xEDB88320 ^ (remainder >> 1) : remainder >> 1;
            }

            table[index] = remainder;
        }

        return table;
    }
}
