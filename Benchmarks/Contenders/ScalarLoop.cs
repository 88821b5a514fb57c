using NativeGan.Engine.Backends;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>A formula's one-element form in a plain loop: what a program does that knows neither vectors nor threads.</summary>
internal static class ScalarLoop
{
    /// <summary>y[i] = f(a[i]).</summary>
    public static void Map<TFormula>(ReadOnlySpan<float> a, ReadOnlySpan<float> _, Span<float> y) where TFormula : unmanaged, IUnaryFormula
    {
        TFormula formula = default;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = formula.Invoke(a[i]);
        }
    }

    /// <summary>y[i] = f(a[i], b[i]).</summary>
    public static void Zip<TFormula>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) where TFormula : unmanaged, IBinaryFormula
    {
        TFormula formula = default;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = formula.Invoke(a[i], b[i]);
        }
    }
}
