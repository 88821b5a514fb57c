namespace NativeGan.Kernels.Gpu;

/// <summary>The larger number, NaN if either is NaN (a device's own maximum drops NaN).</summary>
internal readonly struct MaxReduction : IReduction
{
    public float Identity => float.NegativeInfinity;

    public float Combine(float a, float b) => float.IsNaN(a) ? a : float.IsNaN(b) ? b : a > b ? a : b;
}
