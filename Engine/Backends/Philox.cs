namespace NativeGan.Engine.Backends;

/// <summary>Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).</summary>
/// <remarks>Plain 32- and 64-bit integer arithmetic, so that a GPU kernel can call it and every backend gets the same words.</remarks>
public static class Philox
{
    private const uint MultiplierA = 0xD2511F53, MultiplierB = 0xCD9E8D57;
    private const uint WeylA = 0x9E3779B9, WeylB = 0xBB67AE85;

    /// <summary>2⁻²⁴: the spacing of the uniform numbers.</summary>
    public const float UniformUnit = 1f / (1 << 24);

    /// <summary>The four words for one counter under one key.</summary>
    public static PhiloxWords Generate(uint counter0, uint counter1, uint counter2, uint counter3, ulong key)
    {
        uint key0 = (uint)key, key1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong productA = (ulong)MultiplierA * counter0;
            ulong productB = (ulong)MultiplierB * counter2;
            uint next0 = (uint)(productB >> 32) ^ counter1 ^ key0;
            uint next2 = (uint)(productA >> 32) ^ counter3 ^ key1;
            counter1 = (uint)productB;
            counter3 = (uint)productA;
            counter0 = next0;
            counter2 = next2;
            key0 += WeylA;
            key1 += WeylB;
        }

        return new PhiloxWords(counter0, counter1, counter2, counter3);
    }

    /// <summary>A word as a uniform number in [0, 1): its upper 24 bits, exact in single precision.</summary>
    public static float Uniform(uint word) => (int)(word >> 8) * UniformUnit;

    /// <summary>A word as a uniform number in (0, 1], for a logarithm's argument.</summary>
    public static float UniformAboveZero(uint word) => (int)((word >> 8) + 1) * UniformUnit;

    /// <summary>A word as an integer in [0, <paramref name="bound"/>), by multiplication and shift; the bias is below bound · 2⁻³².</summary>
    public static int Index(uint word, int bound) => (int)(((ulong)word * (uint)bound) >> 32);
}

/// <summary>The four words of one <see cref="Philox"/> counter.</summary>
/// <remarks>
/// Normal numbers are made of pairs: words 0 and 1 give elements 0 and 1, words 2 and 3 give elements 2 and 3, as
/// √(−2 ln u)·cos 2πv and √(−2 ln u)·sin 2πv with u from the even word (in (0, 1]) and v from the odd one (in [0, 1)).
/// </remarks>
public readonly record struct PhiloxWords(uint W0, uint W1, uint W2, uint W3)
{
    /// <summary>Word 0, 1, 2 or 3.</summary>
    public uint this[int word] => word == 0 ? W0 : word == 1 ? W1 : word == 2 ? W2 : W3;
}
