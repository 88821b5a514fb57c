namespace NativeGan.Kernels.Cpu.MatMul.Ladder;

/// <summary>Rung 3: rung 2 on blocks of b that stay in the second-level cache while all rows of a pass over them.</summary>
/// <remarks>
/// What changed: b is read from memory once instead of once for each row of a. A block is 128 × 256 floats, 128 KB, beside
/// 1 KB of the row of c. It pays where b outgrows the cache; the GAN's b (at most 784 × 256, 800 KB) hardly does, and a
/// scalar loop is slower than any cache anyway: see the roofline in <c>Benchmarks/README.md</c>.
/// Bought: 1.1 times rung 2 (same place).
/// </remarks>
internal static unsafe class MatMulBlocked
{
    private const int InnerBlock = 128;
    private const int ColumnBlock = 256;

    /// <inheritdoc cref="MatMulNaive.Run"/>
    public static void Run(int rows, int columns, int inner, float* a, float* b, float* c)
    {
        for (int firstColumn = 0; firstColumn < columns; firstColumn += ColumnBlock)
        {
            int width = Math.Min(ColumnBlock, columns - firstColumn);
            for (int firstInner = 0; firstInner == 0 || firstInner < inner; firstInner += InnerBlock)
            {
                int endInner = Math.Min(firstInner + InnerBlock, inner);
                for (int i = 0; i < rows; i++)
                {
                    float* sums = c + (nint)i * columns + firstColumn;
                    if (firstInner == 0)
                    {
                        new Span<float>(sums, width).Clear();
                    }

                    for (int p = firstInner; p < endInner; p++)
                    {
                        float factor = a[(nint)i * inner + p];
                        float* row = b + (nint)p * columns + firstColumn;
                        for (int j = 0; j < width; j++)
                        {
                            sums[j] += factor * row[j];
                        }
                    }
                }
            }
        }
    }
}
