namespace NativeGan.Engine.Backends;

/// <summary>What a random draw produces.</summary>
public enum RandomKind
{
    /// <summary>Offset + Scale·u with u uniform on the 2²⁴ multiples of 2⁻²⁴ in [0, 1).</summary>
    Uniform,

    /// <summary>Offset + Scale·n with n standard normal (Box-Muller).</summary>
    Normal,

    /// <summary>Integers uniform on [0, Bound).</summary>
    Index,
}

/// <summary>One draw from a counter-based generator: what is drawn, and under which key.</summary>
/// <remarks>
/// Element i of draw number d comes from word i mod 4 of Philox4x32-10 with counter (i / 4, low half of d, high half of
/// d, <paramref name="Stream"/>) and the two halves of <paramref name="Seed"/> as key (Salmon et al., SC 2011); see
/// <see cref="Philox"/>. Element values therefore depend on nothing but (seed, stream, d, i), on every backend.
/// </remarks>
/// <param name="Kind">Distribution.</param>
/// <param name="Seed">64-bit key.</param>
/// <param name="Stream">Which of 2³² independent streams of that key.</param>
/// <param name="Scale">Width of the uniform interval, or standard deviation.</param>
/// <param name="Offset">Lower end of the uniform interval, or mean.</param>
/// <param name="Bound">One more than the largest index; 1 or more for <see cref="RandomKind.Index"/>.</param>
/// <param name="Limit">What uniform numbers stay below: the upper end of the interval. None by default.</param>
public readonly record struct RandomDraw(
    RandomKind Kind, ulong Seed, uint Stream, double Scale = 1, double Offset = 0, int Bound = 0, double Limit = double.PositiveInfinity)
{
    /// <summary>Uniform numbers in [low, high).</summary>
    public static RandomDraw Uniform(ulong seed, uint stream, double low, double high) =>
        new(RandomKind.Uniform, seed, stream, high - low, low, Limit: high);

    /// <summary>The largest uniform number in double precision: the one below <see cref="Limit"/>; <see cref="Offset"/> if that is all there is.</summary>
    public double Largest => double.IsPositiveInfinity(Limit) ? Limit : Math.Max(Math.BitDecrement(Limit), Offset);

    /// <summary>The largest uniform number in single precision.</summary>
    public float LargestSingle
    {
        get
        {
            float nearest = (float)Limit;
            return float.IsPositiveInfinity(nearest) ? nearest : MathF.Max(nearest < Limit ? nearest : MathF.BitDecrement(nearest), (float)Offset);
        }
    }

    /// <summary>Element <paramref name="element"/> of a draw, computed the slow and plain way, in double precision.</summary>
    public double NumberAt(ulong drawNumber, int element)
    {
        PhiloxWords words = WordsAt(drawNumber, element);
        if (Kind == RandomKind.Uniform)
        {
            return Math.Min(Offset + Scale * Philox.Uniform(words[element % 4]), Largest);
        }

        int pair = element % 4 / 2 * 2;
        double radius = Math.Sqrt(-2 * Math.Log(Philox.UniformAboveZero(words[pair])));
        double angle = 2 * Math.PI * Philox.Uniform(words[pair + 1]);
        return Offset + Scale * radius * (element % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle));
    }

    /// <summary>Element <paramref name="element"/> of a draw of indices.</summary>
    public int IndexAt(ulong drawNumber, int element) => Philox.Index(WordsAt(drawNumber, element)[element % 4], Bound);

    private PhiloxWords WordsAt(ulong drawNumber, int element) =>
        Philox.Generate((uint)(element / 4), (uint)drawNumber, (uint)(drawNumber >> 32), Stream, Seed);
}
