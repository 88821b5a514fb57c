using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>Forward, where the images are the matrix of windows already: one matrix product.</summary>
internal sealed unsafe class ForwardByProduct : IForwardAlgorithm
{
    /// <inheritdoc/>
    public bool Accepts(in ConvolutionWindow window, int outputs) => window.IsReshape;

    /// <inheritdoc/>
    public void Run<TFormula>(ThreadTeam team, in ForwardCall<TFormula> call) where TFormula : unmanaged, IUnaryFormula
    {
        MatMulSize size = new(call.Window.Rows, call.Outputs, call.Window.RowLength, TransposeA: false, TransposeB: false);
        CpuMatMul.Run(team, size, call.Images, call.Weight, new MatMulAddend(call.Addend, 0), call.Activation, call.Y);
    }
}
