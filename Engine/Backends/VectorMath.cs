using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NativeGan.Engine.Backends;

/// <summary>Elementary functions of sixteen floats at once, for the vector form of formulas.</summary>
/// <remarks>
/// <para>
/// Polynomials and exponent arithmetic without tables, so that they fuse with the formula around them; the polynomials for
/// e^r, log(1 + f), sin and cos are those of the Cephes library's single-precision functions (Moshier, 1989).
/// </para>
/// <para>
/// Multiply-adds are estimates: fused where the hardware can, never emulated in software, which would be a hundred times
/// slower. NaN gives NaN everywhere.
/// </para>
/// </remarks>
public static partial class VectorMath
{
    // ln 2 in two parts; the first has ten bits, so that its product with an exponent is exact without a fused operation.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // Adding 1.5·2²³ rounds a small number to an integer, which is then found in the low bits of the sum.
    private const float Rounder = 12582912f;

    /// <summary>eˣ. Infinite above 88.72; denormal results are kept, below −104 it is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        Vector512<float> clamped = Vector512.MinNative(Vector512.MaxNative(x, Vector512.Create(-104f)), Vector512.Create(89f));
        Vector512<float> rest = ReduceByLn2(clamped, out Vector512<int> power);
        Vector512<float> result = Vector512<float>.One + ExpM1OfSmall(rest);

        // The power of two goes on in two halves: −150 to 128 does not fit one exponent.
        Vector512<int> half = power >> 1;
        result = result * PowerOfTwo(half) * PowerOfTwo(power - half);

        // Clamping may have turned NaN into a number.
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), result, x);
    }

    /// <summary>1e-30, far above the denormal numbers and below what could change any parameter worth training.</summary>
    public const float Negligible = 1e-30f;

    /// <summary>x, or 0 where |x| is below a limit: keeps optimiser states that fade away from becoming denormal.</summary>
    /// <remarks>A denormal result costs about 150 cycles on Intel processors, and .NET cannot ask for them to be flushed.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ZeroBelow(Vector512<float> x, float limit) =>
        Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(limit)), Vector512<float>.Zero, x);

    /// <summary>eˣ − 1, accurate near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpM1(Vector512<float> x)
    {
        Vector512<float> clamped = Vector512.MinNative(Vector512.MaxNative(x, Vector512.Create(-30f)), Vector512.Create(89f));
        Vector512<float> rest = ReduceByLn2(clamped, out Vector512<int> power);

        // 2ⁿ·(e^r − 1) + (2ⁿ − 1), in halves of that because 2¹²⁸ is no float.
        Vector512<float> scale = PowerOfTwo(power - Vector512<int>.One);
        Vector512<float> result = Vector512.MultiplyAddEstimate(scale, ExpM1OfSmall(rest), scale - Vector512.Create(0.5f));

        // Zero keeps its sign and NaN is not clamped.
        return Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Abs(x), Vector512<float>.Zero), result + result, x);
    }

    /// <summary>Natural logarithm; −∞ at ±0, NaN below, denormal arguments included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<float> isDenormal = Vector512.LessThan(x, Vector512.Create(1.17549435e-38f));
        Vector512<float> normal = Vector512.ConditionalSelect(isDenormal, x * 8388608f, x);
        Vector512<float> result = LogOfNormal(
            normal, Vector512<float>.Zero, Vector512.ConditionalSelect(isDenormal, Vector512.Create(-23f), Vector512<float>.Zero));
        return WithLogEdges(x, x, result);
    }

    /// <summary>log(1 + x), accurate near 0; −∞ at −1, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogP1(Vector512<float> x)
    {
        // What rounding took from 1 + x is known exactly; to first order it adds itself over u to the logarithm.
        Vector512<float> u = Vector512<float>.One + x;
        Vector512<float> lost = (x - (u - Vector512<float>.One)) / u;
        Vector512<float> result = WithLogEdges(x, u, LogOfNormal(u, lost, Vector512<float>.Zero));
        return Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), x, result);
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + Exp(-x));

    /// <summary>Hyperbolic tangent, accurate near 0, ±1 from |x| = 9.1 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        // With t = e^(−2|x|) − 1, tanh |x| = −t / (2 + t).
        Vector512<float> magnitude = Vector512.Abs(x);
        Vector512<float> t = ExpM1(magnitude * -2f);
        Vector512<float> result = Vector512.Abs(t) / (Vector512.Create(2f) + t);
        return result | (x & Vector512.Create(-0f));
    }

    /// <summary>log(1 + eˣ), without overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Softplus(Vector512<float> x) =>
        Vector512.MaxNative(x, Vector512<float>.Zero) + LogP1(Exp(-Vector512.Abs(x)));

    /// <summary>Sine, to 1e-6 of the unit circle; arguments beyond 12,000 are left to <see cref="MathF"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sin(Vector512<float> x) =>
        Vector512.LessThanOrEqualAll(Vector512.Abs(x), Vector512.Create(CircularLimit)) ? SinOfQuarters(x, 0) : SinByLane(x);

    /// <summary>Cosine, to 1e-6 of the unit circle; arguments beyond 12,000 are left to <see cref="MathF"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Cos(Vector512<float> x) =>
        Vector512.LessThanOrEqualAll(Vector512.Abs(x), Vector512.Create(CircularLimit)) ? SinOfQuarters(x, 1) : CosByLane(x);

    /// <summary>x to the power y, each lane by <see cref="MathF.Pow"/>.</summary>
    public static Vector512<float> Pow(Vector512<float> x, Vector512<float> y)
    {
        Vector512<float> result = default;
        for (int lane = 0; lane < Vector512<float>.Count; lane++)
        {
            result = result.WithElement(lane, MathF.Pow(x[lane], y[lane]));
        }

        return result;
    }

    // x = n·ln 2 + rest with |rest| ≤ ln 2 / 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ReduceByLn2(Vector512<float> x, out Vector512<int> power)
    {
        Vector512<float> shifted = Vector512.MultiplyAddEstimate(x, Vector512.Create(1.44269504f), Vector512.Create(Rounder));
        power = shifted.AsInt32() - Vector512.Create(Rounder).AsInt32();
        Vector512<float> n = shifted - Vector512.Create(Rounder);
        x = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2High), x);
        return Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2Low), x);
    }

    // e^r − 1 for |r| ≤ ln 2 / 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpM1OfSmall(Vector512<float> r)
    {
        Vector512<float> sum = Vector512.Create(1.9875691500e-4f);
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512.Create(1.3981999507e-3f));
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512.Create(8.3334519073e-3f));
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512.Create(4.1665795894e-2f));
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512.Create(1.6666665459e-1f));
        sum = Vector512.MultiplyAddEstimate(sum, r, Vector512.Create(5.0000001201e-1f));
        return Vector512.MultiplyAddEstimate(sum, r * r, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<int> power) => ((power + Vector512.Create(127)) << 23).AsSingle();

    // log x + lost, for a positive normal x whose exponent is to be read exponentShift higher.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogOfNormal(Vector512<float> x, Vector512<float> lost, Vector512<float> exponentShift)
    {
        // x = 2^e·(1 + f) with 1 + f from √½ to √2; the constant is √½ as bits.
        Vector512<int> bits = x.AsInt32();
        Vector512<int> exponent = (bits - Vector512.Create(0x3F3504F3)) >> 23;
        Vector512<float> f = (bits - (exponent << 23)).AsSingle() - Vector512<float>.One;
        Vector512<float> e = Vector512.ConvertToSingle(exponent) + exponentShift;

        Vector512<float> sum = Vector512.Create(7.0376836292e-2f);
        sum = Vector512.MultiplyAddEstimate(sum, f, Vector512.Create(-1.1514610310e-1f));
        sum = Vector512.MultiplyAddEstimate(sum, f, Vector512.Create(1.1676998740e-1f));
        sum = Vector512.MultiplyAddEstimate(sum, f, Vector512.Create(-1.2420140846e-1f));
        sum = Vector512.MultiplyAddEstimate(sum, f, Vector512.Create(1.4249322787e-1f));
        sum = Vector512.MultiplyAddEstimate(sum, f, Vector512.Create(-1.6668057665e-1f));
        sum = Vector512.MultiplyAddEstimate(sum, f, Vector512.Create(2.0000714765e-1f));
        sum = Vector512.MultiplyAddEstimate(sum, f, Vector512.Create(-2.4999993993e-1f));
        sum = Vector512.MultiplyAddEstimate(sum, f, Vector512.Create(3.3333331174e-1f));

        // Small terms first: f itself and e·ln 2 come last.
        Vector512<float> square = f * f;
        Vector512<float> result = Vector512.MultiplyAddEstimate(sum * f, square, lost);
        result = Vector512.MultiplyAddEstimate(e, Vector512.Create(Ln2Low), result);
        result = Vector512.MultiplyAddEstimate(square, Vector512.Create(-0.5f), result);
        return Vector512.MultiplyAddEstimate(e, Vector512.Create(Ln2High), f + result);
    }

    // log u, given what the polynomial made of it: ∞ and NaN stay themselves, 0 gives −∞, less gives NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> WithLogEdges(Vector512<float> x, Vector512<float> u, Vector512<float> result)
    {
        Vector512<float> zero = Vector512<float>.Zero;
        Vector512<float> infinity = Vector512.Create(float.PositiveInfinity);
        Vector512<float> isOrdinary = Vector512.GreaterThan(u, zero) & Vector512.LessThan(u, infinity);
        Vector512<float> edge = Vector512.ConditionalSelect(Vector512.GreaterThan(u, zero), x, Vector512.Create(float.NaN));
        edge = Vector512.ConditionalSelect(Vector512.Equals(u, zero), -infinity, edge);
        return Vector512.ConditionalSelect(isOrdinary, result, edge);
    }
}
