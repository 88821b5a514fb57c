namespace NativeGan.Engine.Backends;

/// <content>The two functions that <see cref="MathF"/> and <see cref="Math"/> lack, for the scalar forms of formulas.</content>
public static partial class VectorMath
{
    /// <summary>log(1 + x), accurate near 0.</summary>
    /// <remarks>
    /// Single-precision arithmetic and <see cref="MathF"/> only, so that a GPU kernel can call it; near 0 it does without
    /// the logarithm, which on a GPU may be an approximation with an absolute error of 1e-7.
    /// </remarks>
    public static float LogP1(float x)
    {
        if (MathF.Abs(x) < 0.4f)
        {
            // log(1 + x) = 2·artanh(x / (2 + x)), whose series falls by 16 or more a term here.
            float s = x / (2f + x);
            float square = s * s;
            float sum = 1f / 11f;
            sum = sum * square + 1f / 9f;
            sum = sum * square + 1f / 7f;
            sum = sum * square + 1f / 5f;
            sum = sum * square + 1f / 3f;
            return 2f * s + 2f * s * square * sum;
        }

        return MathF.Log(1f + x);
    }

    /// <summary>eˣ − 1, accurate near 0.</summary>
    /// <remarks><inheritdoc cref="LogP1(float)"/></remarks>
    public static float ExpM1(float x)
    {
        if (MathF.Abs(x) < 0.34f)
        {
            float sum = 1.9875691500e-4f;
            sum = sum * x + 1.3981999507e-3f;
            sum = sum * x + 8.3334519073e-3f;
            sum = sum * x + 4.1665795894e-2f;
            sum = sum * x + 1.6666665459e-1f;
            sum = sum * x + 5.0000001201e-1f;
            return sum * x * x + x;
        }

        return MathF.Exp(x) - 1f;
    }

    /// <summary>log(1 + x), accurate near 0.</summary>
    /// <remarks>The error that rounding 1 + x makes cancels in log(u)·x / (u − 1) (Kahan; see Goldberg 1991, theorem 4).</remarks>
    public static double LogP1(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsPositiveInfinity(u) ? u : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>eˣ − 1, accurate near 0.</summary>
    /// <remarks>The error that rounding eˣ makes cancels in (u − 1)·x / log u (Kahan; see Higham 2002, §1.14.1).</remarks>
    public static double ExpM1(double x)
    {
        double u = Math.Exp(x);
        return u == 1 ? x : u - 1 == -1 ? -1 : double.IsPositiveInfinity(u) ? u : (u - 1) * (x / Math.Log(u));
    }
}
