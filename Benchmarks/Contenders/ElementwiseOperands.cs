using System.Runtime.InteropServices;
using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>The arrays that all contenders of one elementwise function share.</summary>
internal sealed class ElementwiseOperands
{
    private static readonly Tolerance _tolerance = new(2e-6, 1e-6, "a few units in single precision's last place");

    private readonly float[] _a, _b, _y;
    private readonly double[] _expected;

    /// <summary>Draws the inputs and computes the result in double precision.</summary>
    public ElementwiseOperands(ElementwiseFunction function, int count)
    {
        (Function, Count) = (function, count);
        _a = Draw(0);
        _b = Draw(1);
        _y = new float[count];
        _expected = new double[count];
        for (int i = 0; i < count; i++)
        {
            _expected[i] = function.Exact(_a[i], _b[i]);
        }
    }

    /// <summary>What is computed.</summary>
    public ElementwiseFunction Function { get; }

    /// <summary>Elements of each array.</summary>
    public int Count { get; }

    /// <summary>Function and number of elements.</summary>
    public string Group => Figures($"{Function.Name}, {Count} elements");

    /// <summary>What one call does.</summary>
    public Work Work => new((double)Function.OperationsPerElement * Count, sizeof(float) * (Function.Inputs + 1.0) * Count);

    /// <summary>Ours, on a backend that the contender disposes of.</summary>
    public Contender OnBackend(IBackend backend, int threads)
    {
        DeviceBuffer a = Upload(backend, _a), b = Upload(backend, _b), y = backend.Allocate(Count, ElementType.Float32);
        return new DelegateContender(
            Group, $"NativeGan {backend.Name}", threads, Work,
            () =>
            {
                Function.OnBackend(backend, a, b, y);
                backend.Synchronize();
            },
            () =>
            {
                backend.Fill(double.NaN, y);
                Function.OnBackend(backend, a, b, y);
                backend.Download(y, MemoryMarshal.AsBytes(_y.AsSpan()));
                return Compare();
            },
            backend);
    }

    /// <summary>System.Numerics.Tensors, which has one thread; null where it lacks the function.</summary>
    public Contender? InLibrary() => Function.InLibrary is { } call
        ? new DelegateContender(Group, "TensorPrimitives", 1, Work, () => call(_a, _b, _y), () => Checked(() => call(_a, _b, _y))) { IsPeer = true }
        : null;

    /// <summary>One element after the other with <see cref="MathF"/>.</summary>
    public Contender InALoop() => new DelegateContender(Group, "MathF loop", 1, Work, Loop, () => Checked(Loop));

    private static string Figures(FormattableString text) => Reports.Figures.Format(text);

    private void Loop() => Function.InALoop(_a, _b, _y);

    private string? Checked(Action call)
    {
        _y.AsSpan().Fill(float.NaN);
        call();
        return Compare();
    }

    private string? Compare() => Deviation.Between(_y, _expected, _tolerance).Miss;

    private float[] Draw(uint stream)
    {
        RandomDraw draw = new(RandomKind.Uniform, Seed: 1, stream, Function.High - Function.Low, Function.Low);
        float[] values = new float[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)draw.NumberAt(0, i);
        }

        return values;
    }

    private static DeviceBuffer Upload(IBackend backend, float[] values)
    {
        DeviceBuffer buffer = backend.Allocate(values.Length, ElementType.Float32);
        backend.Upload(MemoryMarshal.AsBytes(values.AsSpan()), buffer);
        return buffer;
    }
}
