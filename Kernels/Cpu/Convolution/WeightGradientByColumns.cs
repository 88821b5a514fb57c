using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// Gradient by the weight for every shape: block by block, the windows are unfolded into a matrix and multiplied, transposed,
/// with their rows.
/// </summary>
/// <remarks>
/// An element is the same chain of multiply-adds as in the product of the whole matrix: its bits do not depend on the blocks. Where
/// there are more windows than a chain has products (<see cref="LongSums"/>), it is a total of the blocks' products.
/// </remarks>
internal sealed unsafe class WeightGradientByColumns : IWeightGradientAlgorithm
{
    /// <inheritdoc/>
    public bool Accepts(in ConvolutionWindow window, int outputs) => true;

    /// <inheritdoc/>
    public void Run(ThreadTeam team, in WeightGradientCall call)
    {
        ConvolutionWindow window = call.Window;
        int lines = window.Batch * window.Down.Output, windows = window.Across.Output;
        int linesOfBlock = ColumnBlocks.LinesOfBlock(window, lines);
        MatMulAddend sum = call.Addend == null ? default : new MatMulAddend(call.Addend, call.Outputs);
        if (LongSums.IsLong((long)lines * windows))
        {
            RunLong(team, call, lines, Math.Clamp(LongSums.BlockOfWindows / windows, 1, linesOfBlock));
            return;
        }

        float* columns = ThreadScratch.Columns(ElementCount.Of(linesOfBlock, windows, window.RowLength));
        for (int first = 0; first < lines; first += linesOfBlock)
        {
            int count = Math.Min(linesOfBlock, lines - first);
            Unfolding.Run(team, window, call.Images, first, count, columns);
            MatMulSize size = new(window.RowLength, call.Outputs, count * windows, TransposeA: true, TransposeB: false);
            float* rows = call.Rows + (nint)first * windows * call.Outputs;
            CpuMatMul.Run(team, size, columns, rows, sum, default(Identity), call.Weight);

            // The next block's chains go on from here; a tile loads its sums before it stores them.
            sum = new MatMulAddend(call.Weight, call.Outputs);
        }
    }

    private static void RunLong(ThreadTeam team, in WeightGradientCall call, int lines, int linesOfBlock)
    {
        ConvolutionWindow window = call.Window;
        int windows = window.Across.Output, length = window.RowLength * call.Outputs;
        int lengthInVectors = Partition.RoundUp(length, PaddedVector.Lanes);
        double* totals = (double*)ThreadScratch.Columns(checked(3 * lengthInVectors + ElementCount.Of(linesOfBlock, windows, window.RowLength)));
        float* sums = (float*)(totals + lengthInVectors), columns = sums + lengthInVectors;
        new Span<float>(sums, lengthInVectors).Clear(); // what is past the weight is added up, and not used
        for (int first = 0; first < lines; first += linesOfBlock)
        {
            int count = Math.Min(linesOfBlock, lines - first);
            Unfolding.Run(team, window, call.Images, first, count, columns);
            MatMulSize size = new(window.RowLength, call.Outputs, count * windows, TransposeA: true, TransposeB: false);
            float* rows = call.Rows + (nint)first * windows * call.Outputs;
            CpuMatMul.Run(team, size, columns, rows, default, default(Identity), sums);
            LongSums.Add(sums, 1, lengthInVectors, totals, 0, isFirst: first == 0);
        }

        LongSums.Finish(default(Identity), totals, 0, new MatMulAddend(call.Addend, 0), call.Weight, 0, 1, length);
    }
}
