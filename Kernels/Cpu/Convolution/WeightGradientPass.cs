namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>weight = windowsᵀ·rows + addend: the <c>WeightGradient</c> primitive.</summary>
/// <remarks>
/// The first algorithm of the list that takes the shape computes it. All but <see cref="WeightGradientPadded"/>, which adds up
/// shares of the batch, give the bits of the product with unfolded windows, up to as many windows as a chain has products
/// (<see cref="MatMul.LongSums"/>).
/// </remarks>
internal static class WeightGradientPass
{
    private static readonly IWeightGradientAlgorithm[] _algorithms =
        [new WeightGradientByProduct(), new WeightGradientDirect(), new WeightGradientPadded(), new WeightGradientByColumns()];

    /// <summary>Computes a call.</summary>
    public static void Run(ThreadTeam team, in WeightGradientCall call)
    {
        int first = 0;
        while (!_algorithms[first].Accepts(call.Window, call.Outputs))
        {
            first++;
        }

        _algorithms[first].Run(team, call);
    }
}
