using System.Runtime.InteropServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>What a buffer of a kernel holds before the kernel runs, on any backend.</summary>
/// <param name="Type">Its elements; <see cref="ElementType.Float32"/> stands for the backend's own number type.</param>
/// <param name="Values">The elements, each of which the type holds exactly.</param>
internal sealed record KernelBuffer(ElementType Type, double[] Values)
{
    private const ulong Seed = 20140610;

    /// <summary>Numbers uniform on an interval, rounded to single precision so that all backends start from the same.</summary>
    public static KernelBuffer Numbers(int count, uint stream, double low = -2, double high = 2)
    {
        RandomDraw draw = new(RandomKind.Uniform, Seed, stream, high - low, low);
        double[] values = new double[count];
        Parallel.For(0, (count + 4095) / 4096, chunk =>
        {
            for (int i = chunk * 4096; i < Math.Min(count, (chunk + 1) * 4096); i++)
            {
                values[i] = (float)draw.NumberAt(0, i);
            }
        });
        return new KernelBuffer(ElementType.Float32, values);
    }

    /// <summary>A place for numbers, full of NaN so that an element nobody writes shows.</summary>
    public static KernelBuffer Blank(int count)
    {
        double[] values = new double[count];
        Array.Fill(values, double.NaN);
        return new KernelBuffer(ElementType.Float32, values);
    }

    /// <summary>Integers below a bound.</summary>
    public static KernelBuffer Integers(int count, int bound, uint stream, ElementType type = ElementType.Int32)
    {
        RandomDraw draw = new(RandomKind.Index, Seed, stream, Bound: bound);
        return new KernelBuffer(type, [.. Enumerable.Range(0, count).Select(i => (double)draw.IndexAt(0, i))]);
    }

    /// <summary>Some integers.</summary>
    public static KernelBuffer Of(params double[] integers) => new(ElementType.Int32, integers);

    /// <summary>An optimiser's clock.</summary>
    public static KernelBuffer Clock(UpdateClock clock) =>
        new(ElementType.Float64, [clock.Step, clock.LearningRate, clock.FirstPower, clock.SecondPower]);

    /// <summary>The buffer on a backend, filled.</summary>
    public DeviceBuffer On(IBackend backend)
    {
        DeviceBuffer buffer = backend.Allocate(Values.Length, Type == ElementType.Float32 ? backend.FloatType : Type);
        backend.Upload(Bytes(buffer.Type), buffer);
        return buffer;
    }

    /// <summary>The values as a type's bytes.</summary>
    public byte[] Bytes(ElementType type) => type switch
    {
        ElementType.Float32 => MemoryMarshal.AsBytes(Array.ConvertAll(Values, value => (float)value).AsSpan()).ToArray(),
        ElementType.Float64 => MemoryMarshal.AsBytes(Values.AsSpan()).ToArray(),
        ElementType.Int32 => MemoryMarshal.AsBytes(Array.ConvertAll(Values, value => (int)value).AsSpan()).ToArray(),
        _ => Array.ConvertAll(Values, value => (byte)value),
    };

    /// <summary>A buffer's elements.</summary>
    public static double[] Read(IBackend backend, DeviceBuffer buffer)
    {
        byte[] bytes = new byte[buffer.ByteLength];
        backend.Download(buffer, bytes);
        return buffer.Type switch
        {
            ElementType.Float32 => Array.ConvertAll(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), value => (double)value),
            ElementType.Float64 => MemoryMarshal.Cast<byte, double>(bytes).ToArray(),
            ElementType.Int32 => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(bytes).ToArray(), value => (double)value),
            _ => Array.ConvertAll(bytes, value => (double)value),
        };
    }
}
