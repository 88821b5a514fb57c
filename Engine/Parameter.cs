using NativeGan.Engine.Backends;

namespace NativeGan.Engine;

/// <summary>A named trainable tensor.</summary>
/// <inheritdoc/>
public sealed class Parameter : Variable
{
    /// <summary>A parameter with the given initial values.</summary>
    /// <param name="name">Unique in its network, such as <c>0.weight</c>.</param>
    /// <param name="backend">Where it lives.</param>
    /// <param name="values">Initial values, in row-major order; rounded to the backend's number type.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public Parameter(string name, IBackend backend, ReadOnlySpan<double> values, Shape shape)
        : base(name, backend, values, shape, nameof(Parameter))
    {
    }
}
