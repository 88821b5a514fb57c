using System.Globalization;
using NativeGan.Engine.Backends;

namespace NativeGan.Engine;

/// <summary>A shape, a buffer of numbers, and the backend that owns the buffer.</summary>
/// <remarks>
/// Row-major and contiguous; immutable but for <see cref="Variable"/>. Numbers are float32, except on the
/// <c>reference</c> backend, where they are stored and computed as float64.
/// </remarks>
public partial class Tensor : IDisposable
{
    private bool _isDisposed;

    internal Tensor(Shape shape, IBackend backend, DeviceBuffer buffer, bool isOwnedByScope = true)
    {
        Shape = shape;
        Backend = backend;
        Buffer = buffer;
        if (isOwnedByScope)
        {
            TensorScope.Current?.Own(this);
        }
    }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>The device the numbers are on.</summary>
    public IBackend Backend { get; }

    /// <summary>A name to be shown by <c>trace</c>, if somebody gave one.</summary>
    public string? Name { get; internal set; }

    internal DeviceBuffer Buffer { get; }

    /// <summary>A tensor of uninitialised numbers.</summary>
    internal static Tensor Allocate(IBackend backend, Shape shape) =>
        new(shape, backend, backend.Allocate(shape.Count, backend.FloatType));

    /// <summary>A tensor with the given values.</summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public static Tensor FromArray(IBackend backend, ReadOnlySpan<float> values, Shape shape)
    {
        EnsureCount(values.Length, shape);
        Tensor tensor = Allocate(backend, shape);
        NumberTransfer.Upload(backend, values, tensor.Buffer);
        return tensor;
    }

    /// <inheritdoc cref="FromArray(IBackend, ReadOnlySpan{float}, Shape)"/>
    public static Tensor FromArray(IBackend backend, ReadOnlySpan<double> values, Shape shape)
    {
        EnsureCount(values.Length, shape);
        Tensor tensor = Allocate(backend, shape);
        NumberTransfer.Upload(backend, values, tensor.Buffer);
        return tensor;
    }

    /// <summary>A tensor whose elements all are <paramref name="value"/>. Made on the device, so allowed in a captured step.</summary>
    public static Tensor Full(IBackend backend, Shape shape, double value)
    {
        Tensor tensor = Allocate(backend, shape);
        backend.Fill(value, tensor.Buffer);
        return tensor;
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(IBackend backend, Shape shape) => Full(backend, shape, 0);

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(IBackend backend, Shape shape) => Full(backend, shape, 1);

    /// <summary>The values in row-major order, in single precision.</summary>
    public float[] ToArray()
    {
        float[] values = new float[Shape.Count];
        CopyTo(values);
        return values;
    }

    /// <summary>The values in row-major order, in double precision.</summary>
    public double[] ToDoubleArray()
    {
        double[] values = new double[Shape.Count];
        NumberTransfer.Download(Backend, LiveBuffer(), values);
        return values;
    }

    /// <summary>Copies the values, in row-major order and single precision.</summary>
    public void CopyTo(Span<float> target) => NumberTransfer.Download(Backend, LiveBuffer(), target);

    /// <summary>The only value of a tensor with one element.</summary>
    /// <exception cref="ShapeException">There is more than one element, or none.</exception>
    public float Item() => (float)DoubleItem();

    /// <inheritdoc cref="Item"/>
    public double DoubleItem()
    {
        if (Shape.Count != 1)
        {
            throw new ShapeException($"Item: the tensor is {Shape}, a single element is expected. Use ToArray, or reduce it first.");
        }

        Span<double> value = stackalloc double[1];
        NumberTransfer.Download(Backend, LiveBuffer(), value);
        return value[0];
    }

    /// <summary>Gives the tensor a name for <c>trace</c> and returns it.</summary>
    /// <exception cref="InvalidOperationException">A variable's name is its key in checkpoints and does not change.</exception>
    public Tensor Named(string name)
    {
        if (this is Variable)
        {
            throw new InvalidOperationException($"Named: '{Name}' is a {(this is Parameter ? "parameter" : "state")}; its name is its key in checkpoints.");
        }

        Name = name;
        return this;
    }

    /// <summary>Returns the buffer to its pool once no other tensor shares it. The tensor must not be used afterwards.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Buffer.Release();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Name, shape and backend.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name ?? "Tensor"} {Shape} on {Backend.Name}");

    /// <summary>The buffer, after a check that nobody returned it.</summary>
    internal DeviceBuffer LiveBuffer()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Buffer;
    }

    /// <summary>A tensor on the same buffer with another shape of the same count.</summary>
    internal Tensor Share(Shape shape)
    {
        LiveBuffer().AddReference();
        return new Tensor(shape, Backend, Buffer);
    }

    private static void EnsureCount(int found, Shape shape)
    {
        if (found != shape.Count)
        {
            throw new ShapeException($"FromArray: found {found} values, {shape} has {shape.Count} elements.");
        }
    }
}
