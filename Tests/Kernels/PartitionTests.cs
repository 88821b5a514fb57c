using NativeGan.Kernels.Cpu;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>How work is divided into shares.</summary>
public sealed class PartitionTests
{
    [TestCase(0, 16, 0)]
    [TestCase(1, 16, 16)]
    [TestCase(16, 16, 16)]
    [TestCase(17, 16, 32)]
    public void RoundUp_GivesTheNextMultiple(int count, int multiple, int expected) =>
        Assert.That(Partition.RoundUp(count, multiple), Is.EqualTo(expected));

    [Test]
    public void DivideUp_OfTheLargestCount_DoesNotOverflow() =>
        Assert.That(Partition.DivideUp(int.MaxValue, 2), Is.EqualTo(1 << 30));

    [TestCase(10, 3)]
    [TestCase(3, 5)]
    [TestCase(int.MaxValue, 7)]
    public void Even_Shares_FollowOneAnotherAndDifferByOneAtMost(int count, int shares)
    {
        int end = 0;
        for (int share = 0; share < shares; share++)
        {
            (int first, int next) = Partition.Even(count, share, shares);
            Assert.That(first, Is.EqualTo(end));
            Assert.That(next - first, Is.InRange(count / shares, count / shares + 1));
            end = next;
        }

        Assert.That(end, Is.EqualTo(count));
    }

    [Test]
    public void OfLength_LastShare_IsWhatIsLeft() => Assert.That(Partition.OfLength(20, 2, 8), Is.EqualTo((16, 20)));
}
