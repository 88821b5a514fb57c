using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>Forward for every shape: block by block, the windows are unfolded into a matrix and multiplied.</summary>
/// <remarks>
/// An element is the same chain of multiply-adds as in the product of the whole matrix: its bits do not depend on the blocks.
/// </remarks>
internal sealed unsafe class ForwardByColumns : IForwardAlgorithm
{
    /// <inheritdoc/>
    public bool Accepts(in ConvolutionWindow window, int outputs) => true;

    /// <inheritdoc/>
    public void Run<TFormula>(ThreadTeam team, in ForwardCall<TFormula> call) where TFormula : unmanaged, IUnaryFormula
    {
        ConvolutionWindow window = call.Window;
        int lines = window.Batch * window.Down.Output, windows = window.Across.Output;
        int linesOfBlock = ColumnBlocks.LinesOfBlock(window, lines);
        MatMulAddend bias = new(call.Addend, 0);
        float* columns = ThreadScratch.Columns(ElementCount.Of(linesOfBlock, windows, window.RowLength));
        for (int first = 0; first < lines; first += linesOfBlock)
        {
            int count = Math.Min(linesOfBlock, lines - first);
            Unfolding.Run(team, window, call.Images, first, count, columns);
            MatMulSize size = new(count * windows, call.Outputs, window.RowLength, TransposeA: false, TransposeB: false);
            CpuMatMul.Run(team, size, columns, call.Weight, bias, call.Activation, call.Y + (nint)first * windows * call.Outputs);
        }
    }
}
