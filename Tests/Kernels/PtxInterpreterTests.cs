using System.Globalization;
using NativeGan.Tests.Ptx;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>The PTX interpreter on programs small enough to know their results, and on programs that are wrong.</summary>
[TestFixture]
public sealed class PtxInterpreterTests
{
    // Expected bits from the PTX ISA's tables and from IEEE 754.
    [TestCase("cvt.rna.tf32.f32 %r3, %f1;", 0x3F801000u, 0x3F802000u, TestName = "{m}(tf32 tie goes up)")]
    [TestCase("cvt.rna.tf32.f32 %r3, %f1;", 0xBF801000u, 0xBF802000u, TestName = "{m}(tf32 negative tie goes away from zero)")]
    [TestCase("cvt.rna.tf32.f32 %r3, %f1;", 0x3F800FFFu, 0x3F800000u, TestName = "{m}(tf32 below the tie goes down)")]
    [TestCase("cvt.rzi.s32.f32 %r3, %f1;", 0xC02CCCCDu, 0xFFFFFFFEu, TestName = "{m}(-2.7 truncated)")]
    [TestCase("cvt.rni.s32.f32 %r3, %f1;", 0x40200000u, 2u, TestName = "{m}(2.5 to even)")]
    [TestCase("cvt.rmi.s32.f32 %r3, %f1;", 0xC02CCCCDu, 0xFFFFFFFDu, TestName = "{m}(-2.7 down)")]
    [TestCase("cvt.rzi.s32.f32 %r3, %f1;", 0x4F800000u, 0x7FFFFFFFu, TestName = "{m}(2^32 saturates)")]
    [TestCase("cvt.rzi.u32.f32 %r3, %f1;", 0xBF800000u, 0u, TestName = "{m}(-1 to unsigned saturates)")]
    [TestCase("cvt.rzi.s32.f32 %r3, %f1;", 0x7FC00000u, 0u, TestName = "{m}(NaN to 0)")]
    [TestCase("cvt.rn.f32.s32 %f3, %r1; mov.b32 %r3, %f3;", 0x01000001u, 0x4B800000u, TestName = "{m}(2^24 + 1 rounds to even)")]
    [TestCase("cvt.rn.f32.u32 %f3, %r1; mov.b32 %r3, %f3;", 0xFFFFFFFFu, 0x4F800000u, TestName = "{m}(largest unsigned)")]
    [TestCase("cvt.s32.s8 %r3, %r1;", 0x000000F0u, 0xFFFFFFF0u, TestName = "{m}(sign of a byte)")]
    [TestCase("cvt.s64.s32 %rd3, %r1; shr.s64 %rd3, %rd3, 40; cvt.u32.u64 %r3, %rd3;", 0x80000000u, 0xFFFFFFFFu, TestName = "{m}(sign in 64 bits)")]
    [TestCase("shl.b32 %r3, %r1, 32;", 0x00000001u, 0u, TestName = "{m}(shl by the width)")]
    [TestCase("shr.u32 %r3, %r1, 33;", 0x80000000u, 0u, TestName = "{m}(shr beyond the width)")]
    [TestCase("shr.s32 %r3, %r1, 99;", 0x80000000u, 0xFFFFFFFFu, TestName = "{m}(signed shr beyond the width)")]
    [TestCase("mul.lo.s32 %r3, %r1, -3;", 0x40000000u, 0x40000000u, TestName = "{m}(product wraps)")]
    [TestCase("mul.hi.u32 %r3, %r1, %r1;", 0xFFFFFFFFu, 0xFFFFFFFEu, TestName = "{m}(high half)")]
    [TestCase("rem.s32 %r3, %r1, 4;", 0xFFFFFFF9u, 0xFFFFFFFDu, TestName = "{m}(-7 mod 4 keeps its sign)")]
    [TestCase("min.f32 %f3, %f1, 0f3F800000; mov.b32 %r3, %f3;", 0x7FC00000u, 0x3F800000u, TestName = "{m}(min drops NaN)")]
    [TestCase("fma.rn.f32 %f3, %f1, %f1, 0fBF800000; mov.b32 %r3, %f3;", 0x3F800800u, 0x3A000400u, TestName = "{m}(fma rounds once)")]
    [TestCase("mov.b64 %rd3, {%r1, %r2}; shr.u64 %rd3, %rd3, 4; cvt.u32.u64 %r3, %rd3;", 0x000000F0u, 0x0000000Fu, TestName = "{m}(packed)")]
    public void Instruction_WithKnownResult_GivesItsBits(string code, uint operand, uint expected)
    {
        uint[] results = Run($"mov.b32 %f1, %r1; mov.b32 %r2, 0; {code}", [operand], threads: 1);

        Assert.That(results[0].ToString("X8", CultureInfo.InvariantCulture), Is.EqualTo(expected.ToString("X8", CultureInfo.InvariantCulture)));
    }

    // Against NaN every plain comparison is false, ne included, and every unordered one true.
    [TestCase("eq", "0001")]
    [TestCase("ne", "1100")]
    [TestCase("lt", "1000")]
    [TestCase("le", "1001")]
    [TestCase("gt", "0100")]
    [TestCase("ge", "0101")]
    [TestCase("equ", "0011")]
    [TestCase("neu", "1110")]
    [TestCase("ltu", "1010")]
    [TestCase("leu", "1011")]
    [TestCase("gtu", "0110")]
    [TestCase("geu", "0111")]
    [TestCase("num", "1101")]
    [TestCase("nan", "0010")]
    public void Setp_OfFloats_KnowsNaN(string comparison, string expected)
    {
        // Compared with 1: a half, two, NaN and one.
        uint[] operands = [0x3F000000, 0x40000000, 0x7FC00000, 0x3F800000];

        uint[] results = Run(
            $"mov.b32 %f1, %r1; setp.{comparison}.f32 %p1, %f1, 0f3F800000; selp.b32 %r3, 1, 0, %p1;", operands, threads: 4);

        Assert.That(string.Concat(results), Is.EqualTo(expected));
    }

    [Test]
    public void Mma_OfOneWarp_IsTheProductPlusC()
    {
        // Small integers, which TF32 holds exactly: A [16, 8], B [8, 8], C [16, 8], one after the other.
        double[] a = Integers(128, 1), b = Integers(64, 2), c = Integers(128, 3);
        PtxKernel kernel = PtxKernel.Parse(PtxPrograms.Mma);
        PtxMemory memory = new();
        PtxBuffer[] buffers = [.. new[] { a, b, c }.Select(values => memory.Allocate<float>([.. values.Select(static value => (float)value)]))];
        PtxBuffer d = memory.Allocate(512);

        PtxLaunch.Run(kernel, memory, new PtxSize(1), new PtxSize(32), new PtxArguments(kernel)
            .Add(buffers[0].Address).Add(buffers[1].Address).Add(buffers[2].Address).Add(d.Address));

        for (int row = 0; row < 16; row++)
        {
            for (int column = 0; column < 8; column++)
            {
                double expected = c[(row * 8) + column] + Enumerable.Range(0, 8).Sum(k => a[(row * 8) + k] * b[(k * 8) + column]);
                Assert.That(d.As<float>()[(row * 8) + column], Is.EqualTo((float)expected), $"at [{row}, {column}]");
            }
        }
    }

    [Test]
    public void CpAsync_AfterItsWait_HasCopiedAndFilledWithZeros()
    {
        uint[] results = Run(
            "{ .shared .align 16 .b8 tile[16]; mov.u64 %rd3, tile;"
            + "cp.async.ca.shared.global [%rd3], [%rd1], 16, 8; cp.async.commit_group; cp.async.wait_group 0;"
            + "ld.shared.v4.b32 {%r3, %r4, %r5, %r6}, [%rd3]; add.u32 %r3, %r4, %r5; }",
            [7, 8, 9, 10], threads: 1);

        // 8 of 16 bytes were copied: the third word is 0.
        Assert.That(results[0], Is.EqualTo(8u));
    }

    [Test]
    public void Shuffle_AcrossAWarp_Exchanges()
    {
        uint[] operands = [.. Enumerable.Range(100, 32).Select(static value => (uint)value)];

        uint[] results = Run("shfl.sync.bfly.b32 %r3, %r1, 1, 31, -1;", operands, threads: 32);

        Assert.That(results, Is.EqualTo(operands.Select(static value => ((value - 100) ^ 1) + 100)));
    }

    [TestCase("ld.global.b32 %r3, [%rd1+4];", 1, "out of bounds", TestName = "{m}(read behind a buffer)")]
    [TestCase("st.global.b32 [%rd1+-4], %r1;", 1, "out of bounds", TestName = "{m}(write before a buffer)")]
    [TestCase("cvt.u32.u64 %r3, %rd1; ld.global.b32 %r3, [%r3];", 1, "out of bounds", TestName = "{m}(address cut to 32 bits)")]
    [TestCase("ld.global.v4.b32 {%r3, %r4, %r5, %r6}, [%rd1+4];", 8, "not a multiple of 16", TestName = "{m}(misaligned vector)")]
    [TestCase("{ .shared .b32 s[2]; ld.shared.b32 %r3, [s+8]; }", 1, "shared address", TestName = "{m}(behind shared memory)")]
    [TestCase("{ .local .b32 l[2]; st.local.b32 [l+4], %r1; ld.local.b32 %r3, [l+8]; }", 1, "local address", TestName = "{m}(behind local memory)")]
    [TestCase("{ .shared .b32 s[2]; .shared .b32 t[2]; st.shared.b32 [s+8], %r1; }", 1, "out of bounds", TestName = "{m}(between shared variables)")]
    [TestCase("{ .shared .b32 s; st.shared.b32 [s], %r1; }", 2, "race", TestName = "{m}(two writers)")]
    [TestCase("{ .shared .b32 s; @%p2 st.shared.b32 [s], %r1; ld.shared.b32 %r3, [s]; }", 64, "race", TestName = "{m}(write and read)")]
    [TestCase("{ .shared .b32 s; ld.shared.b32 %r3, [s]; @%p2 st.shared.b32 [s], %r1; }", 2, "race", TestName = "{m}(read, then write)")]
    [TestCase("@%p2 bra A; bar.sync 0; bra B; A: bar.sync 0; B:", 64, "divergent barrier", TestName = "{m}(two barriers)")]
    [TestCase("@%p2 bra A; bar.warp.sync -1; A:", 32, "divergent warp", TestName = "{m}(a lane that is not there)")]
    [TestCase("bar.warp.sync -1;", 31, "needs 32 lanes", TestName = "{m}(a warp that is not full)")]
    [TestCase("@%p2 bra.uni A; A:", 32, "marked as uniform", TestName = "{m}(bra.uni)")]
    [TestCase("div.s32 %r3, %r1, 0;", 1, "division by zero", TestName = "{m}(division by zero)")]
    [TestCase(
        "{ .shared .align 16 .b8 s[16]; mov.u64 %rd3, s; cp.async.ca.shared.global [%rd3], [%rd1], 4; cp.async.commit_group; ld.shared.b32 %r3, [s]; }",
        1, "has not been waited for", TestName = "{m}(cp.async without its wait)")]
    [TestCase(
        "{ .shared .align 16 .b8 s[16]; mov.u64 %rd3, s; cp.async.ca.shared.global [%rd3], [%rd1], 4; cp.async.wait_group 0; ld.shared.b32 %r3, [s]; }",
        1, "has not been waited for", TestName = "{m}(cp.async outside every group)")]
    [TestCase(
        "{ .shared .align 16 .b8 s[16]; @%p2 cp.async.ca.shared.global [s], [%rd1], 4; cp.async.wait_all; ld.shared.b32 %r3, [s]; }",
        2, "race", TestName = "{m}(another thread's cp.async without a barrier)")]
    public void Violation_InAProgram_IsNamed(string code, int threads, string expected)
    {
        string message = Refusal.Message<PtxViolationException>(() => Run(code, new uint[threads], threads));

        Assert.That(message, Does.Contain(expected).And.Contain("Kernel 'Small', line ").And.Contain("thread ["));
    }

    [Test]
    public void WarpBarrier_BetweenWriteAndRead_OrdersItsWarpOnly()
    {
        const string Exchange = "{{ .shared .b32 s[64]; mov.u32 %r4, %tid.x; shl.b32 %r4, %r4, 2; mov.u32 %r5, s; add.u32 %r4, %r4, %r5;"
            + "st.shared.b32 [%r4], %r1; bar.warp.sync -1; xor.b32 %r4, %r4, {0}; ld.shared.b32 %r3, [%r4]; }}";
        uint[] operands = [.. Enumerable.Range(0, 64).Select(static value => (uint)value)];

        // Shared variables start at a multiple of 64 bytes but not of 256: the bit of 4 exchanges neighbours.
        uint[] neighbours = Run(string.Format(CultureInfo.InvariantCulture, Exchange, 4), operands, threads: 64);
        string message = Refusal.Message<PtxViolationException>(
            () => Run(Exchange.Replace("xor.b32 %r4, %r4, {0};", "mov.u32 %r4, s;", StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal)
                .Replace("}}", "}", StringComparison.Ordinal), operands, threads: 64));

        Assert.That(neighbours, Is.EqualTo(operands.Select(static value => value ^ 1)));
        Assert.That(message, Does.Contain("race: thread 32 reads byte 0 of shared 's', which thread 0 wrote"));
    }

    [TestCase("frobnicate.f32 %f1, %f1;", "opcode 'frobnicate'")]
    [TestCase("add.ftz.f32 %f1, %f1, %f1;", "'.ftz'")]
    [TestCase("add.f32 %f1, %f1, %p1;", "'%p1' is .pred")]
    [TestCase("add.f32 %f1, %f1, %rd1;", "'%rd1' is .b64")]
    [TestCase("cvt.f32.s32 %f1, %r1;", "rounding")]
    [TestCase("bra nowhere;", "'nowhere'")]
    [TestCase("ld.const.b32 %r3, [%rd1];", "const")]
    [TestCase(".tex .u32 x;", "'.tex .u32 x'")]
    public void Program_WithSomethingUnknown_IsRefused(string code, string expected)
    {
        string message = Refusal.Message<NotSupportedException>(() => PtxKernel.Parse(PtxPrograms.Small(code)));

        Assert.That(message, Does.Contain(expected).IgnoreCase.And.Contain("line "));
    }

    [TestCase(1, 65536, 1, 32)]
    [TestCase(1, 1, 65536, 32)]
    [TestCase(1, 1, 1, 1025)]
    public void Launch_BeyondTheLimits_IsRefused(int gridX, int gridY, int gridZ, int threads)
    {
        PtxKernel kernel = PtxKernel.Parse(PtxPrograms.Small(""));

        string message = Refusal.Message<PtxViolationException>(() => PtxLaunch.Run(
            kernel, new PtxMemory(), new PtxSize(gridX, gridY, gridZ), new PtxSize(threads), new PtxArguments(kernel).Add(0L).Add(0L)));

        Assert.That(message, Does.Contain("cannot be launched"));
    }

    [Test]
    public void Arguments_OfAnotherSize_AreRefused()
    {
        PtxKernel kernel = PtxKernel.Parse(PtxPrograms.Small(""));

        string message = Refusal.Message<PtxViolationException>(() => new PtxArguments(kernel).Add(1));

        Assert.That(message, Does.Contain("found Int32 of 4 bytes aligned at 4, expected 8 bytes aligned at 8"));
    }

    private static double[] Integers(int count, uint stream) => [.. TestNumbers.Integers(count, 17, stream).Select(static value => value - 8.0)];

    // Each thread reads its operand into %r1, runs the code, and writes %r3. %p2 holds for thread 0.
    private static uint[] Run(string code, uint[] operands, int threads)
    {
        PtxKernel kernel = PtxKernel.Parse(PtxPrograms.Small(code));
        PtxMemory memory = new();
        PtxBuffer source = memory.Allocate<uint>(operands), target = memory.Allocate(threads * sizeof(uint));

        PtxLaunch.Run(kernel, memory, new PtxSize(1), new PtxSize(threads), new PtxArguments(kernel).Add(source.Address).Add(target.Address));

        return target.As<uint>().ToArray();
    }
}
