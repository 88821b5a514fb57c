using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// Gradient by the weight, where the images are the matrix of windows already, or there are no windows: one matrix product.
/// </summary>
internal sealed unsafe class WeightGradientByProduct : IWeightGradientAlgorithm
{
    /// <inheritdoc/>
    public bool Accepts(in ConvolutionWindow window, int outputs) => window.IsReshape || window.Batch * window.Down.Output == 0;

    /// <inheritdoc/>
    public void Run(ThreadTeam team, in WeightGradientCall call)
    {
        MatMulSize size = new(call.Window.RowLength, call.Outputs, call.Window.Rows, TransposeA: true, TransposeB: false);
        MatMulAddend sum = call.Addend == null ? default : new MatMulAddend(call.Addend, call.Outputs);
        CpuMatMul.Run(team, size, call.Images, call.Rows, sum, default(Identity), call.Weight);
    }
}
