using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// Gradient by the weight for every shape: block by block, the windows are unfolded into a matrix and multiplied, transposed,
/// with their rows.
/// </summary>
/// <remarks>
/// An element is the same chain of multiply-adds as in the product of the whole matrix: its bits do not depend on the blocks.
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
}
