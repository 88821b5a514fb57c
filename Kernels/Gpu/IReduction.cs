namespace NativeGan.Kernels.Gpu;

/// <summary>How a reduction kernel joins two partial results.</summary>
internal interface IReduction
{
    /// <summary>The result of nothing.</summary>
    float Identity { get; }

    /// <summary>Two partial results as one.</summary>
    float Combine(float a, float b);
}
