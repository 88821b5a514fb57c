using NativeGan.Engine;

namespace NativeGan.Models.Layers;

/// <summary>A layer that can apply the activation after it in its own pass, while its results are in cache; the same in training and evaluation.</summary>
public interface IActivatedLayer
{
    /// <summary>f(the layer's output), in one pass.</summary>
    /// <param name="input">The layer's input.</param>
    /// <param name="activation">f.</param>
    /// <exception cref="ShapeException">The input does not fit.</exception>
    Tensor Forward(Tensor input, Activation activation);
}
