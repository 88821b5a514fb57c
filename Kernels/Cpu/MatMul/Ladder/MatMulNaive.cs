namespace NativeGan.Kernels.Cpu.MatMul.Ladder;

/// <summary>Rung 1 of the matrix product: the definition, one dot product for each element of c.</summary>
/// <remarks>
/// The innermost loop walks down a column of b, so every multiply-add touches another cache line, and waits for the addition
/// before it: 4 cycles of latency for 2 operations where the machine could do 64 in one cycle. Reached: 0.74 GFLOP/s of 154
/// (128x784x256, one thread of a busy Cascade Lake Xeon at 2.5 GHz, medians: Benchmarks/Results, 2026-11-22).
/// </remarks>
internal static unsafe class MatMulNaive
{
    /// <summary>c [rows, columns] = a [rows, inner] · b [inner, columns].</summary>
    public static void Run(int rows, int columns, int inner, float* a, float* b, float* c)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                float sum = 0f;
                for (int p = 0; p < inner; p++)
                {
                    sum += a[(nint)i * inner + p] * b[(nint)p * columns + j];
                }

                c[(nint)i * columns + j] = sum;
            }
        }
    }
}
