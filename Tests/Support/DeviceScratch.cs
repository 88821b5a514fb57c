using System.Runtime.InteropServices;
using NativeGan.Engine;
using NativeGan.Engine.Backends;

namespace NativeGan.Tests.Support;

/// <summary>Buffers for trying primitives directly; disposing it gives them back.</summary>
public sealed class DeviceScratch(IBackend backend) : IDisposable
{
    private readonly List<DeviceBuffer> _buffers = [];

    /// <summary>Numbers from the host.</summary>
    public DeviceBuffer Numbers(ReadOnlySpan<double> values)
    {
        DeviceBuffer buffer = Own(backend.Allocate(values.Length, backend.FloatType));
        NumberTransfer.Upload(backend, values, buffer);
        return buffer;
    }

    /// <summary>A place for results, full of NaN so that an element nobody writes shows.</summary>
    public DeviceBuffer Blank(int length)
    {
        double[] values = new double[length];
        Array.Fill(values, double.NaN);
        return Numbers(values);
    }

    /// <summary>Integers from the host.</summary>
    public DeviceBuffer Integers(params ReadOnlySpan<int> values)
    {
        DeviceBuffer buffer = Own(backend.Allocate(values.Length, ElementType.Int32));
        backend.Upload(MemoryMarshal.AsBytes(values), buffer);
        return buffer;
    }

    /// <summary>Bytes from the host.</summary>
    public DeviceBuffer Bytes(ReadOnlySpan<byte> values)
    {
        DeviceBuffer buffer = Own(backend.Allocate(values.Length, ElementType.UInt8));
        backend.Upload(values, buffer);
        return buffer;
    }

    /// <summary>An optimiser's clock.</summary>
    public DeviceBuffer Clock(UpdateClock clock)
    {
        DeviceBuffer buffer = Own(backend.Allocate(UpdateClock.Length, ElementType.Float64));
        backend.Upload(MemoryMarshal.AsBytes(new ReadOnlySpan<UpdateClock>(in clock)), buffer);
        return buffer;
    }

    /// <summary>Numbers to the host.</summary>
    public double[] Read(DeviceBuffer buffer)
    {
        double[] values = new double[buffer.Length];
        NumberTransfer.Download(backend, buffer, values.AsSpan());
        return values;
    }

    /// <summary>Integers to the host.</summary>
    public int[] ReadIntegers(DeviceBuffer buffer)
    {
        int[] values = new int[buffer.Length];
        backend.Download(buffer, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>A clock to the host.</summary>
    public UpdateClock ReadClock(DeviceBuffer buffer)
    {
        UpdateClock[] clock = new UpdateClock[1];
        backend.Download(buffer, MemoryMarshal.AsBytes(clock.AsSpan()));
        return clock[0];
    }

    public void Dispose()
    {
        foreach (DeviceBuffer buffer in _buffers)
        {
            buffer.Release();
        }

        _buffers.Clear();
    }

    private DeviceBuffer Own(DeviceBuffer buffer)
    {
        _buffers.Add(buffer);
        return buffer;
    }
}
