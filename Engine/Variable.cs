using NativeGan.Engine.Backends;

namespace NativeGan.Engine;

/// <summary>A named tensor whose values change: a <see cref="Parameter"/>, which an optimiser trains, or a <see cref="StateTensor"/>, which a layer keeps.</summary>
/// <remarks>
/// Its buffer counts the changes, those of replayed steps left out. The tape remembers the count that an operation saw, and refuses to
/// differentiate through a variable that was changed after that: the gradient would be that of another function.
/// </remarks>
public abstract class Variable : Tensor
{
    private protected Variable(string name, IBackend backend, ReadOnlySpan<double> values, Shape shape, string kind)
        : base(shape, backend, Create(backend, values, shape, kind), isOwnedByScope: false) => Name = name;

    /// <summary>Replaces the values.</summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
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

    /// <summary>Says that the values were changed in place.</summary>
    internal void MarkChanged() => Buffer.Version++;

    private void EnsureCount(int found)
    {
        if (found != Shape.Count)
        {
            throw new ShapeException($"{GetType().Name} '{Name}': found {found} values, {Shape} has {Shape.Count} elements.");
        }
    }

    private static DeviceBuffer Create(IBackend backend, ReadOnlySpan<double> values, Shape shape, string kind)
    {
        if (values.Length != shape.Count)
        {
            throw new ShapeException($"{kind}: found {values.Length} values, {shape} has {shape.Count} elements.");
        }

        DeviceBuffer buffer = backend.Allocate(shape.Count, backend.FloatType);
        NumberTransfer.Upload(backend, values, buffer);
        return buffer;
    }
}
