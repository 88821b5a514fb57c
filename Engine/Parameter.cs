using NativeGan.Engine.Backends;

namespace NativeGan.Engine;

/// <summary>A named trainable tensor: the only kind whose values change.</summary>
/// <remarks>
/// <see cref="Version"/> counts the changes. The tape remembers the version an operation saw and refuses to
/// differentiate through a parameter that was updated since: the gradient would be that of another function.
/// </remarks>
public sealed class Parameter : Tensor
{
    /// <summary>A parameter with the given initial values.</summary>
    /// <param name="name">Unique in its network, such as <c>0.weight</c>.</param>
    /// <param name="backend">Where it lives.</param>
    /// <param name="values">Initial values, in row-major order; rounded to the backend's number type.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public Parameter(string name, IBackend backend, ReadOnlySpan<double> values, Shape shape)
        : base(shape, backend, Create(backend, values, shape), isOwnedByScope: false) => Name = name;

    /// <summary>How often the values were changed, replays of captured steps left out.</summary>
    public int Version => Buffer.Version;

    /// <summary>Replaces the values.</summary>
    public void Assign(ReadOnlySpan<double> values)
    {
        EnsureCount(values.Length);
        NumberTransfer.Upload(Backend, values, LiveBuffer());
        MarkChanged();
    }

    /// <inheritdoc cref="Assign(ReadOnlySpan{double})"/>
    public void Assign(ReadOnlySpan<float> values)
    {
        EnsureCount(values.Length);
        NumberTransfer.Upload(Backend, values, LiveBuffer());
        MarkChanged();
    }

    /// <summary>Says that the values were changed in place, by an optimiser.</summary>
    internal void MarkChanged() => Buffer.Version++;

    private void EnsureCount(int found)
    {
        if (found != Shape.Count)
        {
            throw new ShapeException($"Parameter '{Name}': found {found} values, {Shape} has {Shape.Count} elements.");
        }
    }

    private static DeviceBuffer Create(IBackend backend, ReadOnlySpan<double> values, Shape shape)
    {
        if (values.Length != shape.Count)
        {
            throw new ShapeException($"Parameter: found {values.Length} values, {shape} has {shape.Count} elements.");
        }

        DeviceBuffer buffer = backend.Allocate(shape.Count, backend.FloatType);
        NumberTransfer.Upload(backend, values, buffer);
        return buffer;
    }
}
