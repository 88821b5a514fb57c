using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>One call of a primitive on fixed numbers: checked at odd sizes, timed at a training step's.</summary>
/// <param name="Kernel">The primitive, and formula where it has one.</param>
/// <param name="Size">What sizes.</param>
/// <param name="Buffers">What the call works on, in the order that <paramref name="Call"/> takes them.</param>
/// <param name="Results">Which of them it writes.</param>
/// <param name="Call">The call.</param>
/// <param name="Relative">Relative tolerance against the reference backend.</param>
/// <param name="Absolute">Absolute tolerance; both 0 where nothing is rounded.</param>
/// <param name="Work">What one call has to do.</param>
internal sealed record KernelCase(
    string Kernel, string Size, KernelBuffer[] Buffers, int[] Results, Action<IBackend, DeviceBuffer[]> Call, double Relative, double Absolute, Work Work)
{
    /// <summary>Terms of a product's sums; 0 for everything else.</summary>
    public int Inner { get; init; }

    /// <summary>What one call writes on a backend.</summary>
    public double[] On(IBackend backend)
    {
        DeviceBuffer[] buffers = [.. Buffers.Select(buffer => buffer.On(backend))];
        Call(backend, buffers);
        double[] results = [.. Results.SelectMany(result => KernelBuffer.Read(backend, buffers[result]))];
        Array.ForEach(buffers, buffer => buffer.Release());
        return results;
    }

    /// <summary>How far a backend's results are from the reference backend's.</summary>
    public Deviation CheckOn(IBackend backend)
    {
        using ExactBackend reference = new();
        return Deviation.Worst(On(backend), On(reference), Relative, Absolute);
    }
}
