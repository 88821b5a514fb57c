namespace NativeGan.Kernels.Cpu.MatMul.Ladder;

/// <summary>Rung 2: the same operations with the two inner loops exchanged.</summary>
/// <remarks>
/// What changed: the innermost loop goes along a row of b and a row of c, one cache line after the other, and its additions
/// do not wait for one another. The price is that c is read and written once for each inner index.
/// Bought: 1.6 times rung 1, 1.15 GFLOP/s (same place).
/// </remarks>
internal static unsafe class MatMulLoopOrder
{
    /// <inheritdoc cref="MatMulNaive.Run"/>
    public static void Run(int rows, int columns, int inner, float* a, float* b, float* c)
    {
        for (int i = 0; i < rows; i++)
        {
            float* sums = c + (nint)i * columns;
            new Span<float>(sums, columns).Clear();
            for (int p = 0; p < inner; p++)
            {
                float factor = a[(nint)i * inner + p];
                float* row = b + (nint)p * columns;
                for (int j = 0; j < columns; j++)
                {
                    sums[j] += factor * row[j];
                }
            }
        }
    }
}
