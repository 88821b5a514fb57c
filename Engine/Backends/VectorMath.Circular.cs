using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NativeGan.Engine.Backends;

/// <content>Sine and cosine.</content>
public static partial class VectorMath
{
    // Up to here n fits 13 bits, and n times either of the first two parts of π/2 is exact.
    private const float CircularLimit = 12_000f;

    // sin(x + firstQuarter·π/2): x = n·π/2 + r, then ± sin r or ± cos r by the last two bits of n + firstQuarter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> SinOfQuarters(Vector512<float> x, int firstQuarter)
    {
        Vector512<float> shifted = Vector512.MultiplyAddEstimate(x, Vector512.Create(0.636619772f), Vector512.Create(Rounder));
        Vector512<float> n = shifted - Vector512.Create(Rounder);
        Vector512<int> quarter = shifted.AsInt32() + Vector512.Create(firstQuarter);

        Vector512<float> r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-1.5703125f), x);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-4.8375129699707031e-4f), r);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-7.5497899548918822e-8f), r);
        Vector512<float> square = r * r;

        Vector512<float> sine = Vector512.MultiplyAddEstimate(
            square, Vector512.Create(-1.9515295891e-4f), Vector512.Create(8.3321608736e-3f));
        sine = Vector512.MultiplyAddEstimate(sine, square, Vector512.Create(-1.6666654611e-1f));
        sine = Vector512.MultiplyAddEstimate(sine * square, r, r);

        Vector512<float> cosine = Vector512.MultiplyAddEstimate(
            square, Vector512.Create(2.443315711809948e-5f), Vector512.Create(-1.388731625493765e-3f));
        cosine = Vector512.MultiplyAddEstimate(cosine, square, Vector512.Create(4.166664568298827e-2f));
        cosine = Vector512.MultiplyAddEstimate(cosine, square, Vector512.Create(-0.5f));
        cosine = Vector512.MultiplyAddEstimate(cosine, square, Vector512<float>.One);

        Vector512<int> isOdd = Vector512.Equals(quarter & Vector512<int>.One, Vector512<int>.One);
        Vector512<int> sign = (quarter & Vector512.Create(2)) << 30;
        return Vector512.ConditionalSelect(isOdd.AsSingle(), cosine, sine) ^ sign.AsSingle();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<float> SinByLane(Vector512<float> x)
    {
        Vector512<float> result = default;
        for (int lane = 0; lane < Vector512<float>.Count; lane++)
        {
            result = result.WithElement(lane, MathF.Sin(x[lane]));
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<float> CosByLane(Vector512<float> x)
    {
        Vector512<float> result = default;
        for (int lane = 0; lane < Vector512<float>.Count; lane++)
        {
            result = result.WithElement(lane, MathF.Cos(x[lane]));
        }

        return result;
    }
}
