using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu;
using NativeGan.Kernels.Gpu.MatMul;

namespace NativeGan.Benchmarks.Harness;

/// <summary>A GPU backend that many contenders use in turns: disposing of it leaves the device open, with what is compiled for it.</summary>
/// <remarks>
/// A backend for each contender would be a context of the driver each, kernels compiled again for each, and a change of context
/// between two blocks. Every contender may still have a plan of its own for matrix products.
/// </remarks>
/// <param name="inner">The device's backend, which its opener disposes of.</param>
/// <param name="plan">How it computes matrix products; null leaves the choice to the shape.</param>
internal sealed class SharedBackend(IBackend inner, GpuMatMulPlan? plan = null) : ForwardingBackend(inner, isOwner: false)
{
    // Whose plan the device uses at the moment; a device has one user at a time.
    private static SharedBackend? _latest;

    /// <inheritdoc/>
    public override void MatMul<TFormula>(
        MatMulSize size, DeviceBuffer a, DeviceBuffer b, DeviceBuffer? addend, TFormula activation, DeviceBuffer c)
    {
        if (_latest != this)
        {
            GpuDevices.UseMatMul(Inner, plan);
            _latest = this;
        }

        Inner.MatMul(size, a, b, addend, activation, c);
    }
}
