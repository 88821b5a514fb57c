using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>A way to compute <see cref="InputGradientCall{TFormula}"/>.</summary>
internal interface IInputGradientAlgorithm
{
    /// <summary>Whether it takes these windows, from rows of <paramref name="inputs"/> numbers.</summary>
    bool Accepts(in ConvolutionWindow window, int inputs);

    /// <summary>Computes a call that it accepts.</summary>
    void Run<TFormula>(ThreadTeam team, in InputGradientCall<TFormula> call) where TFormula : unmanaged, IUnaryFormula;
}
