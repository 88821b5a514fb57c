namespace NativeGan.Kernels.Cpu;

/// <summary>One parameter tensor in an update, as addresses; all four have <see cref="Length"/> elements.</summary>
internal unsafe struct CpuSegment
{
    public float* Parameter;
    public float* Gradient;
    public float* First;
    public float* Second;
    public int Length;
}
