using System.Text.RegularExpressions;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Kernels.Gpu;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>What the matrix product kernels promise of their PTX: vector accesses, sums in registers, instructions by number.</summary>
public sealed class KernelTextTests
{
    [TestCase("RegisterBlocked", 2 * 16, TestName = "RegisterBlocked_InPtx_HasSixteenSumsInEitherLoop")]
    [TestCase("RegisterTiled", 16, TestName = "RegisterTiled_InPtx_HasSixteenSums")]
    [TestCase("VectorTiled", 64, TestName = "VectorTiled_InPtx_HasSixtyFourSums")]
    public void Products_InPtx_AreOneEachForEverySumOfAThread(string kernel, int products)
    {
        string ptx = Ptx(kernel);

        // One multiplication and one addition of floats a sum and step of k, in a loop that is not unrolled; the identity
        // and the addend add none: they come after the loop, and are additions only.
        Assert.That(Regex.Count(ptx, @"\bmul\.f32"), Is.EqualTo(products));
        Assert.That(Regex.Count(ptx, @"\badd\.f32"), Is.GreaterThanOrEqualTo(products));
        Assert.That(ptx, Does.Not.Contain(".local"));
    }

    [Test]
    public void VectorTiled_InPtx_MovesFourNumbersAtOnce()
    {
        string ptx = Ptx("VectorTiled");

        // Two reads of memory ahead of the loop and two in it; four reads of shared memory feed a step of k.
        Assert.That(Regex.Count(ptx, @"\bld\.global\.v4\.f32"), Is.GreaterThanOrEqualTo(4));
        Assert.That(Regex.Count(ptx, @"\bld\.shared\.v4\.f32"), Is.EqualTo(4));
        Assert.That(Regex.Count(ptx, @"\bst\.shared\.v4\.f32"), Is.EqualTo(4));
        Assert.That(Regex.Count(ptx, @"\bst\.global\.v4\.f32"), Is.EqualTo(16));
    }

    [Test]
    public void VectorTiled_InPtx_HasOneBarrierARound()
    {
        // One ahead of the loop, one in it.
        Assert.That(Regex.Count(Ptx("VectorTiled"), @"\bbar(rier)?\.sync"), Is.EqualTo(2));
    }

    [Test]
    public void RegisterTiled_InPtx_ReadsSharedMemoryFourNumbersAtOnce()
    {
        Assert.That(Regex.Count(Ptx("RegisterTiled"), @"\bld\.shared\.v4\.f32"), Is.EqualTo(2));
    }

    [Test]
    public void TensorCore_InPtx_MultipliesSixteenPiecesInEitherHalfOfATile()
    {
        string ptx = Ptx("TensorCore");

        Assert.That(Regex.Count(ptx, @"mma\.sync\.aligned\.m16n8k8\.row\.col\.f32\.tf32\.tf32\.f32"), Is.EqualTo(32));
        Assert.That(ptx, Does.Contain(".reg .f32 acc<64>;"));
        Assert.That(Regex.Count(ptx, @"\bld\.global\.v4\.f32"), Is.GreaterThanOrEqualTo(8));
        Assert.That(ptx, Does.Match(@"\.target sm_80"));

        // What is handed to ILGPU as text gets no end of statement from it.
        Assert.That(Regex.Matches(ptx, @"^.*\bacc\d.*[^;{}\s]\s*$", RegexOptions.Multiline), Is.Empty);

        // Two pairs of tiles fit what a group gets without asking.
        int shared = Regex.Matches(ptx, @"\.shared .*\.b8 \S+\[(\d+)\]").Sum(match => int.Parse(match.Groups[1].Value));
        Assert.That(shared, Is.EqualTo(4 * 2 * (128 * 20 + 16 * 136)).And.LessThanOrEqualTo(48 * 1024));
    }

    private static string Ptx(string kernel) => KernelListings.CompileToPtx(kernel, typeof(Identity));
}
