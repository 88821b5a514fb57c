using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu;
using NativeGan.Tests.Support;
using NativeGan.Tests.Support.Ptx;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>The PTX of every GPU kernel, executed by an interpreter and compared with the reference backend.</summary>
/// <remarks>
/// An access outside a buffer, a misaligned one, a race in shared memory or a barrier that not all threads reach fails the
/// test too; see <see cref="PtxKernel"/>.
/// </remarks>
[TestFixture]
public sealed class PtxExecutionTests
{
    private static IEnumerable<string> Kernels => KernelListings.KernelNames;

    [TestCaseSource(nameof(Kernels))]
    public void Kernel_ExecutedAsPtx_AgreesWithReference(string kernel)
    {
        using ReferenceBackend reference = new();
        using PtxBackend backend = new() { Preferred = kernel };

        foreach (PrimitiveCase primitive in PtxExecutionCases.Of(kernel))
        {
            double[] expected = primitive.On(reference), actual = primitive.On(backend);

            NumericAssert.AreClose(actual, expected, primitive.Relative, primitive.Absolute, primitive.Name, $"{backend.Name}, {kernel}");
        }

        Assert.That(backend.Launched, Does.Contain(kernel), $"No case in {nameof(PtxExecutionCases)} runs '{kernel}'.");
    }

    [Test]
    public void PtxExecution_WithoutIlgpu_SaysSo()
    {
        if (!KernelListings.IsSupported)
        {
            Assert.Ignore("This build has no ILGPU: there are no GPU kernels to execute.");
        }

        Assert.That(Kernels, Is.Not.Empty);
    }
}
