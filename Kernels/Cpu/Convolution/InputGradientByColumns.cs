using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// Gradient by the input for every shape: a few images at a time, a product gives the columns of their windows, which are folded.
/// </summary>
/// <remarks>
/// An element is the same chain of multiply-adds as in the product of all rows: its bits do not depend on the blocks.
/// </remarks>
internal sealed unsafe class InputGradientByColumns : IInputGradientAlgorithm
{
    /// <inheritdoc/>
    public bool Accepts(in ConvolutionWindow window, int inputs) => true;

    /// <inheritdoc/>
    public void Run<TFormula>(ThreadTeam team, in InputGradientCall<TFormula> call) where TFormula : unmanaged, IUnaryFormula
    {
        ConvolutionWindow window = call.Window;
        int length = TransposedWeight.RowLength(window), windows = window.Down.Output * window.Across.Output;
        int imageLength = window.Down.Extent * window.Across.Extent * window.Channels;
        int imagesOfBlock = ColumnBlocks.ImagesOfBlock(window, length), columnsLength = ElementCount.Of(imagesOfBlock, windows, length);
        float* columns = ThreadScratch.Columns(columnsLength + (long)length * call.Inputs);
        float* transposed = columns + columnsLength;
        TransposedWeight.Copy(team, window, call.Inputs, call.Weight, transposed);
        for (int first = 0; first < window.Batch; first += imagesOfBlock)
        {
            int count = Math.Min(imagesOfBlock, window.Batch - first);
            MatMulSize size = new(count * windows, length, call.Inputs, TransposeA: false, TransposeB: false);
            float* rows = call.Rows + (nint)first * windows * call.Inputs;
            CpuMatMul.Run(team, size, rows, transposed, default, default(Identity), columns);
            float* images = call.Images + (nint)first * imageLength;
            Folding.Run(team, window with { Batch = count }, columns, length, call.Addend, call.Activation, images);
        }
    }
}
