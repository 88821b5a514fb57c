using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Kernels.Gpu;
using NativeGan.Tests.Ptx;
using NativeGan.Tests.Support;
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

    private static IEnumerable<string> KernelsWithBarriers =>
        Kernels.Where(static kernel => kernel is "Tiled" or "RegisterTiled" or "VectorTiled" or "TensorCore" or "ReduceTree[Sum]" or "ReduceTree[Max]");

    [TestCaseSource(nameof(Kernels))]
    public void Kernel_ExecutedAsPtx_AgreesWithReference(string kernel)
    {
        using ReferenceBackend reference = new();
        foreach (string plan in PtxBackend.PlansOf(kernel))
        {
            using PtxBackend backend = new() { Preferred = plan };
            foreach (PrimitiveCase primitive in PtxExecutionCases.Of(kernel))
            {
                PrimitiveCases.Check(primitive, backend, reference, $"{backend.Name}, {plan}");
            }

            Assert.That(backend.Launched, Does.Contain(kernel), $"No case in {nameof(PtxExecutionCases)} runs '{kernel}'.");
        }
    }

    [TestCaseSource(nameof(KernelsWithBarriers))]
    public void Kernel_WithABarrierRemoved_Races(string kernel)
    {
        // The longest sums have several rounds between barriers.
        PrimitiveCase primitive = PtxExecutionCases.Of(kernel).MaxBy(static one => (one.Terms, one.Elements))!;
        int barriers = 0;
        for (int removed = 0; removed == 0 || removed < barriers; removed++)
        {
            using PtxBackend backend = new()
            {
                Preferred = kernel,
                Rewrite = text =>
                {
                    string[] parts = text.Split("bar.sync\t0;");
                    barriers = parts.Length - 1;
                    return string.Join("bar.sync\t0;", parts[..(removed + 1)]) + string.Join("bar.sync\t0;", parts[(removed + 1)..]);
                },
            };

            string message = Refusal.Message<PtxViolationException>(() => primitive.On(backend));

            Assert.That(message, Does.Contain("race"), $"{kernel} without barrier {removed} of {barriers}");
        }

        Assert.That(barriers, Is.EqualTo(2));
    }
}
