using System.Runtime.InteropServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Engine;

/// <summary>Integers on a device: row numbers, class labels. Not differentiable, so not a <see cref="Tensor"/>.</summary>
public sealed class Indices : IDisposable
{
    private bool _isDisposed;

    internal Indices(Shape shape, IBackend backend, DeviceBuffer buffer)
    {
        Shape = shape;
        Backend = backend;
        Buffer = buffer;
    }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>The device the integers are on.</summary>
    public IBackend Backend { get; }

    internal DeviceBuffer Buffer { get; }

    /// <summary>Integers from the host.</summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public static Indices FromArray(IBackend backend, ReadOnlySpan<int> values, Shape shape)
    {
        if (values.Length != shape.Count)
        {
            throw new ShapeException($"Indices: found {values.Length} values, {shape} has {shape.Count} elements.");
        }

        Indices indices = Allocate(backend, shape);
        backend.Upload(MemoryMarshal.AsBytes(values), indices.Buffer);
        return indices;
    }

    /// <summary>Integers whose values are yet to be written by the device.</summary>
    public static Indices Allocate(IBackend backend, Shape shape) => new(shape, backend, backend.Allocate(shape.Count, ElementType.Int32));

    /// <summary>The integers in row-major order.</summary>
    public int[] ToArray()
    {
        int[] values = new int[Shape.Count];
        Backend.Download(Buffer, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>The buffer, after a check that nobody returned it.</summary>
    internal DeviceBuffer LiveBuffer()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Buffer;
    }

    /// <summary>Returns the buffer to its pool.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Buffer.Release();
        }
    }
}
