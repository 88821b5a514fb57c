using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>
/// A convolution's gradient by its input, or a transposed convolution, to compute: images = f(Σ windows rows·weightᵀ + addend).
/// </summary>
internal unsafe struct InputGradientCall<TFormula> where TFormula : unmanaged, IUnaryFormula
{
    /// <summary>Where the windows lie.</summary>
    public ConvolutionWindow Window;

    /// <summary>n: numbers of a row.</summary>
    public int Inputs;

    /// <summary>One row for each window, [batch, outputs down, outputs across, n].</summary>
    public float* Rows;

    /// <summary>[weight height, weight width, channels, n].</summary>
    public float* Weight;

    /// <summary>What each pixel starts from, [channels], or null.</summary>
    public float* Addend;

    /// <summary>Applied to each finished sum.</summary>
    public TFormula Activation;

    /// <summary>The result, [batch, height, width, channels].</summary>
    public float* Images;
}
