namespace NativeGan.Kernels.Gpu;

/// <summary>How a reduction kernel joins two partial results.</summary>
internal interface IReduction
{
    /// <summary>The result of nothing.</summary>
    float Identity { get; }

    /// <summary>Two partial results as one.</summary>
    float Combine(float a, float b);
}

/// <summary>Addition.</summary>
internal readonly struct SumReduction : IReduction
{
    public float Identity => 0f;

    public float Combine(float a, float b) => a + b;
}

/// <summary>The larger number, NaN if either is NaN (a device's own maximum drops NaN).</summary>
internal readonly struct MaxReduction : IReduction
{
    public float Identity => float.NegativeInfinity;

    public float Combine(float a, float b) => float.IsNaN(a) ? a : float.IsNaN(b) ? b : a > b ? a : b;
}
