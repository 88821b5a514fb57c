using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>A way to compute <see cref="WeightGradientCall"/>.</summary>
internal interface IWeightGradientAlgorithm
{
    /// <summary>Whether it takes these windows, with rows of <paramref name="outputs"/> numbers.</summary>
    bool Accepts(in ConvolutionWindow window, int outputs);

    /// <summary>Computes a call that it accepts.</summary>
    void Run(ThreadTeam team, in WeightGradientCall call);
}
