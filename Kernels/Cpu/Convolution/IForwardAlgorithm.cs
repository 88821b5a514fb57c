using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>A way to compute <see cref="ForwardCall{TFormula}"/>.</summary>
internal interface IForwardAlgorithm
{
    /// <summary>Whether it takes these windows, to rows of <paramref name="outputs"/> numbers.</summary>
    bool Accepts(in ConvolutionWindow window, int outputs);

    /// <summary>Computes a call that it accepts.</summary>
    void Run<TFormula>(ThreadTeam team, in ForwardCall<TFormula> call) where TFormula : unmanaged, IUnaryFormula;
}
