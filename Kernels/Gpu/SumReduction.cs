namespace NativeGan.Kernels.Gpu;

/// <summary>Addition.</summary>
internal readonly struct SumReduction : IReduction
{
    public float Identity => 0f;

    public float Combine(float a, float b) => a + b;
}
