using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// images = f(Σ windows rows·weightᵀ + addend): the <c>TransposedConvolution</c> primitive, a convolution's gradient by its
/// input.
/// </summary>
/// <remarks>The first algorithm of the list that takes the shape computes it. All give the same bits.</remarks>
internal static class InputGradientPass
{
    private static readonly IInputGradientAlgorithm[] _algorithms =
        [new InputGradientDirect(), new InputGradientNarrow(), new InputGradientByColumns()];

    /// <summary>Computes a call.</summary>
    public static void Run<TFormula>(ThreadTeam team, in InputGradientCall<TFormula> call) where TFormula : unmanaged, IUnaryFormula
    {
        int first = 0;
        while (!_algorithms[first].Accepts(call.Window, call.Inputs))
        {
            first++;
        }

        _algorithms[first].Run(team, call);
    }
}
