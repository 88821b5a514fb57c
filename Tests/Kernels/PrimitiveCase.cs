using NativeGan.Engine.Backends;
using NativeGan.Tests.Support;

namespace NativeGan.Tests.Kernels;

/// <summary>One call of a primitive on fixed numbers.</summary>
/// <param name="Name">Primitive and size.</param>
/// <param name="Run">Makes the buffers, calls the primitive and returns what it wrote.</param>
/// <param name="Relative">Relative tolerance against the reference backend.</param>
/// <param name="Absolute">Absolute tolerance; both 0 where nothing is rounded.</param>
/// <param name="MatMulExtents">Extents of a matrix product, for <see cref="BackendCases.IsSmallEnough"/>.</param>
public sealed record PrimitiveCase(
    string Name, Func<IBackend, DeviceScratch, double[]> Run, double Relative = 0, double Absolute = 0, params int[] MatMulExtents)
{
    /// <summary>Runs the case on a backend.</summary>
    public double[] On(IBackend backend)
    {
        using DeviceScratch device = new(backend);
        return Run(backend, device);
    }

    public override string ToString() => Name;
}
