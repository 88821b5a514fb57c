using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>Twelve independent chains of a ← a·x + ½ that never leave the registers: as a Map, a device's multiply-add peak.</summary>
/// <remarks>
/// <para>
/// Twelve chains cover a latency of six cycles at two a cycle, and one thread of many; a warp scheduler has more threads to
/// choose from besides. Each round is written out four times, because ILGPU does not unroll: 48 multiply-adds to one comparison
/// and one jump. Product and sum are separate here, and the device's assembler fuses them.
/// </para>
/// <para>For |x| ≤ ½ every chain nears ½/(1 − x), so that float32 and double agree to a few roundings however long it runs.</para>
/// </remarks>
/// <param name="rounds">Rounds of four steps each.</param>
public readonly struct MultiplyAddChains(int rounds) : IUnaryFormula
{
    /// <summary>Chains in an element.</summary>
    public const int Chains = 12;

    private const int StepsPerRound = 4;
    private const float Spread = 0.0625f;

    /// <summary>Floating-point operations of an element.</summary>
    public static double OperationsPerElement(int rounds) => 2.0 * Chains * StepsPerRound * rounds;

    /// <inheritdoc/>
    public float Invoke(float x)
    {
        const float Half = 0.5f;
        float a = x, b = x + Spread, c = x + 2 * Spread, d = x + 3 * Spread, e = x + 4 * Spread, f = x + 5 * Spread;
        float g = x - Spread, h = x - 2 * Spread, i = x - 3 * Spread, j = x - 4 * Spread, k = x - 5 * Spread, l = x - 6 * Spread;
        for (int round = 0; round < rounds; round++)
        {
            a = a * x + Half;
            b = b * x + Half;
            c = c * x + Half;
            d = d * x + Half;
            e = e * x + Half;
            f = f * x + Half;
            g = g * x + Half;
            h = h * x + Half;
            i = i * x + Half;
            j = j * x + Half;
            k = k * x + Half;
            l = l * x + Half;

            a = a * x + Half;
            b = b * x + Half;
            c = c * x + Half;
            d = d * x + Half;
            e = e * x + Half;
            f = f * x + Half;
            g = g * x + Half;
            h = h * x + Half;
            i = i * x + Half;
            j = j * x + Half;
            k = k * x + Half;
            l = l * x + Half;

            a = a * x + Half;
            b = b * x + Half;
            c = c * x + Half;
            d = d * x + Half;
            e = e * x + Half;
            f = f * x + Half;
            g = g * x + Half;
            h = h * x + Half;
            i = i * x + Half;
            j = j * x + Half;
            k = k * x + Half;
            l = l * x + Half;

            a = a * x + Half;
            b = b * x + Half;
            c = c * x + Half;
            d = d * x + Half;
            e = e * x + Half;
            f = f * x + Half;
            g = g * x + Half;
            h = h * x + Half;
            i = i * x + Half;
            j = j * x + Half;
            k = k * x + Half;
            l = l * x + Half;
        }

        return a + b + c + d + e + f + g + h + i + j + k + l;
    }

    /// <inheritdoc/>
    public double Invoke(double x)
    {
        double sum = 0;
        for (int chain = 0; chain < Chains; chain++)
        {
            double value = x + Spread * (chain < 6 ? chain : 5 - chain);
            for (int step = 0; step < StepsPerRound * rounds; step++)
            {
                value = value * x + 0.5;
            }

            sum += value;
        }

        return sum;
    }

    /// <inheritdoc/>
    public Vector512<float> Invoke(Vector512<float> x)
    {
        Vector512<float> half = Vector512.Create(0.5f), sum = Vector512<float>.Zero;
        for (int chain = 0; chain < Chains; chain++)
        {
            Vector512<float> value = x + Vector512.Create(Spread * (chain < 6 ? chain : 5 - chain));
            for (int step = 0; step < StepsPerRound * rounds; step++)
            {
                value = value * x + half;
            }

            sum += value;
        }

        return sum;
    }
}
