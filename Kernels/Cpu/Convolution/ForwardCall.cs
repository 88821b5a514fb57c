using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu.Convolution;

/// <summary>A convolution to compute: y = f(windows·weight + addend).</summary>
internal unsafe struct ForwardCall<TFormula> where TFormula : unmanaged, IUnaryFormula
{
    /// <summary>Where the windows lie.</summary>
    public ConvolutionWindow Window;

    /// <summary>n: numbers of a row of y.</summary>
    public int Outputs;

    /// <summary>[batch, height, width, channels].</summary>
    public float* Images;

    /// <summary>[weight height, weight width, channels, n].</summary>
    public float* Weight;

    /// <summary>What each row of y starts from, [n], or null.</summary>
    public float* Addend;

    /// <summary>Applied to each finished sum.</summary>
    public TFormula Activation;

    /// <summary>The result, [batch, outputs down, outputs across, n].</summary>
    public float* Y;
}
