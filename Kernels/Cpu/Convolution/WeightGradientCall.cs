using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>A convolution's gradient by its weight to compute: weight = windowsᵀ·rows + addend.</summary>
internal unsafe struct WeightGradientCall
{
    /// <summary>Where the windows lie.</summary>
    public ConvolutionWindow Window;

    /// <summary>n: numbers of a row.</summary>
    public int Outputs;

    /// <summary>[batch, height, width, channels].</summary>
    public float* Images;

    /// <summary>One row for each window, [batch, outputs down, outputs across, n].</summary>
    public float* Rows;

    /// <summary>What the sums start from, of the result's shape, or null.</summary>
    public float* Addend;

    /// <summary>The result, [weight height, weight width, channels, n].</summary>
    public float* Weight;
}
