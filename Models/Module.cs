using NativeGan.Engine;

namespace NativeGan.Models;

/// <summary>A network, or a part of one: a forward pass and the parameters it trains.</summary>
public abstract class Module : IDisposable
{
    /// <summary>The trainable tensors, in a fixed order, with names unique in the network.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Number of trainable numbers.</summary>
    public int ParameterCount => Parameters.Sum(parameter => parameter.Shape.Count);

    /// <summary>The module's output for an input; recorded on the active tape.</summary>
    /// <exception cref="ShapeException">The input does not fit.</exception>
    public abstract Tensor Forward(Tensor input);

    /// <summary>Returns the parameters' buffers.</summary>
    public void Dispose()
    {
        foreach (Parameter parameter in Parameters)
        {
            parameter.Dispose();
        }

        GC.SuppressFinalize(this);
    }
}
