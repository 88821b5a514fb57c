namespace NativeGan.Engine.Backends;

/// <summary>A formula whose gradient follows from its output, so that it can be applied to the tiles of a matrix product.</summary>
/// <remarks>
/// The product's sums, the formula's input, are then never stored: see the operation <c>Linear</c>. An operation that
/// should fuse implements this on its formula; nothing else has to know it.
/// </remarks>
public interface IActivation : IUnaryFormula
{
    /// <summary>y = f(x) as an operation of its own.</summary>
    /// <param name="x">Any shape; y has the same.</param>
    Tensor Apply(Tensor x);

    /// <summary>∂L/∂x from ∂L/∂y and y = f(x), made of operations.</summary>
    /// <param name="outputGradient">∂L/∂y, of y's shape.</param>
    /// <param name="output">y.</param>
    Tensor InputGradient(Tensor outputGradient, Tensor output);
}
