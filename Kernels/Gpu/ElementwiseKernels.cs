using ILGPU;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <summary>One thread per element; the formula is compiled into the kernel.</summary>
/// <remarks>
/// Limited by memory: 4 bytes per element for Fill, 8 for Map, 12 and 16 for the two Zips. Neighbouring threads touch
/// neighbouring elements. The last group may be larger than what is left, hence the test.
/// </remarks>
internal static class ElementwiseKernels
{
    /// <summary>y[i] = value.</summary>
    public static void Fill(float value, ArrayView<float> y)
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
        {
            y[i] = value;
        }
    }

    /// <summary>y[i] = f(x[i]).</summary>
    public static void Map<TFormula>(TFormula formula, ArrayView<float> x, ArrayView<float> y)
        where TFormula : unmanaged, IUnaryFormula
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
        {
            y[i] = formula.Invoke(x[i]);
        }
    }

    /// <summary>y[i] = f(a[i], b[i]).</summary>
    public static void ZipTwo<TFormula>(TFormula formula, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
        where TFormula : unmanaged, IBinaryFormula
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
        {
            y[i] = formula.Invoke(a[i], b[i]);
        }
    }

    /// <summary>y[i] = f(a[i], b[i], c[i]).</summary>
    public static void ZipThree<TFormula>(
        TFormula formula, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<float> y)
        where TFormula : unmanaged, ITernaryFormula
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
        {
            y[i] = formula.Invoke(a[i], b[i], c[i]);
        }
    }
}
