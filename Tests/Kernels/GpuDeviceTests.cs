using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Kernels.Gpu;
using NativeGan.Kernels.Gpu.MatMul;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>Several backends on one device, and the choice of a product's version on an open one.</summary>
[TestFixtureSource(typeof(GpuDevices), nameof(GpuDevices.Names))]
public sealed class GpuDeviceTests(string backendName)
{
    private static readonly PrimitiveCase _product = ProductCases.Product(new MatMulSize(33, 17, 21, false, true), MatMulAddend.Row);

    // On CUDA each has a context of its own, which has to be this thread's again before the next call.
    [Test]
    public void Backends_UsedInTurnsOnOneThread_ComputeTheSame()
    {
        using IBackend first = Open(), second = Open();

        double[] before = _product.On(first), between = _product.On(second), after = _product.On(first);

        NumericAssert.AreIdentical(between, before, _product.ToString(), backendName);
        NumericAssert.AreIdentical(after, before, _product.ToString(), backendName);
    }

    [Test]
    public void UseMatMul_WithOneVersionAfterAnother_AgreesWithReference()
    {
        using ReferenceBackend reference = new();
        using IBackend backend = Open();

        foreach (GpuMatMulVersion? version in (GpuMatMulVersion?[])[GpuMatMulVersion.Naive, GpuMatMulVersion.RegisterBlocked, null])
        {
            GpuDevices.UseMatMul(backend, version is { } some ? new GpuMatMulPlan(some, GpuMatMulPlan.DeviceEdge) : null);

            PrimitiveCases.Check(_product, backend, reference, $"{backendName}, {version?.ToString() ?? "chosen by shape"}");
        }
    }

    private IBackend Open()
    {
        IBackend? backend = GpuDevices.TryOpen(backendName, out string? reason);
        if (backend is null)
        {
            Assert.Ignore($"Backend '{backendName}' is not available here: {reason}");
        }

        return backend!;
    }
}
