using System.Runtime.InteropServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Checking;

/// <summary>What a buffer holds before a primitive is called, on any backend. The numbers are drawn when they are
/// needed.</summary>
public sealed class Operand
{
    private const ulong Seed = 20140610;

    private readonly Func<double[]> _create;

    private Operand(ElementType type, int length, Func<double[]> create, bool isBlank = false) =>
        (Type, Length, _create, IsBlank) = (type, length, create, isBlank);

    /// <summary>Its elements; <see cref="ElementType.Float32"/> stands for the backend's own number type.</summary>
    public ElementType Type { get; }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>Whether it is only a place for results.</summary>
    public bool IsBlank { get; }

    /// <summary>The elements, each of which the type holds exactly.</summary>
    public double[] Values => _create();

    /// <summary>Numbers uniform on [low, high), rounded to single precision so that all backends start from the same.</summary>
    /// <param name="count">How many.</param>
    /// <param name="stream">Another stream gives other numbers.</param>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    public static Operand Numbers(int count, uint stream, double low = -2, double high = 2) =>
        new(ElementType.Float32, count, () => Uniform(count, low, high, stream));

    /// <summary>Some numbers.</summary>
    public static Operand Of(double[] numbers) => new(ElementType.Float32, numbers.Length, () => [.. numbers]);

    /// <summary>A place for numbers, full of NaN so that an element nobody writes shows.</summary>
    public static Operand Blank(int count) => new(ElementType.Float32, count, () => Filled(count, double.NaN), isBlank: true);

    /// <summary>A place for integers, full of zeros.</summary>
    public static Operand BlankIntegers(int count) => new(ElementType.Int32, count, () => new double[count]);

    /// <summary>Integers uniform on [0, bound).</summary>
    public static Operand Integers(int count, int bound, uint stream, ElementType type = ElementType.Int32) =>
        new(type, count, () => Array.ConvertAll(UniformIntegers(count, bound, stream), value => (double)value));

    /// <summary>Some integers.</summary>
    public static Operand Of(params int[] integers) =>
        new(ElementType.Int32, integers.Length, () => Array.ConvertAll(integers, value => (double)value));

    /// <summary>An optimiser's clock.</summary>
    public static Operand Clock(UpdateClock clock) =>
        new(ElementType.Float64, UpdateClock.Length, () => [clock.Step, clock.LearningRate, clock.FirstPower, clock.SecondPower]);

    /// <summary>Numbers uniform on [low, high), rounded to single precision.</summary>
    public static double[] Uniform(int count, double low, double high, uint stream)
    {
        RandomDraw draw = new(RandomKind.Uniform, Seed, stream, high - low, low);
        double[] values = new double[count];
        Parallel.For(0, (count + 4095) / 4096, share =>
        {
            for (int i = share * 4096; i < Math.Min(count, (share + 1) * 4096); i++)
            {
                values[i] = (float)draw.NumberAt(0, i);
            }
        });
        return values;
    }

    /// <summary>Integers uniform on [0, bound).</summary>
    public static int[] UniformIntegers(int count, int bound, uint stream)
    {
        RandomDraw draw = new(RandomKind.Index, Seed, stream, Bound: bound);
        int[] values = new int[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = draw.IndexAt(0, i);
        }

        return values;
    }

    /// <summary>A buffer on a backend, filled.</summary>
    public DeviceBuffer On(IBackend backend)
    {
        DeviceBuffer buffer = backend.Allocate(Length, Type == ElementType.Float32 ? backend.FloatType : Type);
        backend.Upload(Bytes(buffer.Type), buffer);
        return buffer;
    }

    /// <summary>The elements as a type's bytes.</summary>
    public byte[] Bytes(ElementType type)
    {
        double[] values = Values;
        return type switch
        {
            ElementType.Float32 => MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (float)value).AsSpan()).ToArray(),
            ElementType.Float64 => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
            ElementType.Int32 => MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (int)value).AsSpan()).ToArray(),
            _ => Array.ConvertAll(values, value => (byte)value),
        };
    }

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

    private static double[] Filled(int count, double value)
    {
        double[] values = new double[count];
        Array.Fill(values, value);
        return values;
    }
}
