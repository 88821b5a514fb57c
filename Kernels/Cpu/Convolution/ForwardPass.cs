using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>y = f(windows·weight + addend): the <c>Convolution</c> primitive.</summary>
/// <remarks>The first algorithm of the list that takes the shape computes it. All give the same bits.</remarks>
internal static class ForwardPass
{
    private static readonly IForwardAlgorithm[] _algorithms =
        [new ForwardByProduct(), new ForwardDirect(), new ForwardPadded(), new ForwardByColumns()];

    /// <summary>Computes a call.</summary>
    public static void Run<TFormula>(ThreadTeam team, in ForwardCall<TFormula> call) where TFormula : unmanaged, IUnaryFormula
    {
        int first = 0;
        while (!_algorithms[first].Accepts(call.Window, call.Outputs))
        {
            first++;
        }

        _algorithms[first].Run(team, call);
    }
}
