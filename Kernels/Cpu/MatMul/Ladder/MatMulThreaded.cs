namespace NativeGan.Kernels.Cpu.MatMul.Ladder;

/// <summary>Rung 6: rung 5 with its panels of 32 columns shared out to threads that stay up.</summary>
/// <remarks>
/// What changed: whoever is free claims the next panel, so a core that is taken away for a while costs only the panel it was
/// at. Panels do not overlap and each is computed as before, so the bits do not depend on the number of threads.
/// Bought: 2.0 times rung 5 with two threads, 91 GFLOP/s (same place).
/// </remarks>
internal static unsafe class MatMulThreaded
{
    /// <inheritdoc cref="MatMulNaive.Run"/>
    public static void Run(ThreadTeam team, int rows, int columns, int inner, float* a, float* b, float* c)
    {
        Job job = new() { Rows = rows, Columns = columns, Inner = inner, A = a, B = b, C = c };
        team.Run(&RunPanel, &job, Partition.DivideUp(columns, MatMulRegisterTile.TileColumns));
    }

    private static void RunPanel(Job* job, int panel) => MatMulRegisterTile.RunPanel(
        job->Rows, job->Columns, job->Inner, job->A, job->B, job->C, panel * MatMulRegisterTile.TileColumns);

    private struct Job
    {
        public int Rows;
        public int Columns;
        public int Inner;
        public float* A;
        public float* B;
        public float* C;
    }
}
