namespace NativeGan.Kernels.Cpu.MatMul.Ladder;

/// <summary>The matrix product as a sequence of versions, each with one idea more than the one before.</summary>
/// <remarks>
/// For reading and for <c>Benchmarks -- ladder</c>; nothing else calls them. The seventh rung, the product's own
/// <see cref="CpuMatMul"/>, fetches operands before their use, and adds bias and activation while a finished tile is in the
/// first-level cache: 1.6 times rung 5 at 128x784x256; bias and ReLU in it instead of passes of their own bought between
/// nothing that shows above the spread and 9 % (Benchmarks/Results, 2026-11-22).
/// </remarks>
internal static unsafe class MatMulLadder
{
    /// <summary>The rungs that compute c = a·b, in order.</summary>
    public static IReadOnlyList<MatMulRung> Rungs { get; } =
    [
        new("1 naive", false, (_, m, n, k, a, b, c) => MatMulNaive.Run(m, n, k, a, b, c)),
        new("2 loop order", false, (_, m, n, k, a, b, c) => MatMulLoopOrder.Run(m, n, k, a, b, c)),
        new("3 blocked", false, (_, m, n, k, a, b, c) => MatMulBlocked.Run(m, n, k, a, b, c)),
        new("4 vectorised", false, (_, m, n, k, a, b, c) => MatMulVectorised.Run(m, n, k, a, b, c)),
        new("5 register tile", false, (_, m, n, k, a, b, c) => MatMulRegisterTile.Run(m, n, k, a, b, c)),
        new("6 threaded", true, MatMulThreaded.Run),
    ];
}

/// <summary>One version of the matrix product.</summary>
/// <param name="Name">Its place and its idea.</param>
/// <param name="UsesTeam">Whether it shares its work out to threads.</param>
/// <param name="Run">c [m, n] = a [m, k] · b [k, n].</param>
internal sealed record MatMulRung(string Name, bool UsesTeam, MatMulRungBody Run)
{
    /// <summary>The same on spans, which may be longer than the matrices.</summary>
    public unsafe void Multiply(
        ThreadTeam team, int rows, int columns, int inner, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c)
    {
        fixed (float* left = a, right = b, result = c)
        {
            Run(team, rows, columns, inner, left, right, result);
        }
    }
}

/// <summary>c [rows, columns] = a [rows, inner] · b [inner, columns].</summary>
internal unsafe delegate void MatMulRungBody(ThreadTeam team, int rows, int columns, int inner, float* a, float* b, float* c);
