using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Kernels;

/// <summary>What a backend reaches on its device, measured through the primitives that training uses.</summary>
/// <param name="ProductRate">Fastest matrix product found, in GFLOP/s.</param>
/// <param name="ProductSize">Its size n, of n × n × n.</param>
/// <param name="Bandwidth">Memory read and written by y = a + b over arrays larger than the caches, in GB/s.</param>
/// <param name="CallMicroseconds">A primitive on one element, in µs: what a call costs whatever its size.</param>
public sealed record DeviceLimits(double ProductRate, int ProductSize, double Bandwidth, double CallMicroseconds)
{
    private const double SecondsOfARun = 0.05;
    private const int Runs = 3;

    /// <summary>Measures for a second or two; float32 backends only.</summary>
    /// <exception cref="DeviceFailedException">The device was lost.</exception>
    public static DeviceLimits Measure(IBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        (double rate, int size) = (0, 0);
        for (int n = 256; n <= 4096; n *= 2)
        {
            double seconds = Product(backend, n), found = 2e-9 * n * n * n / seconds;
            (rate, size) = found > rate ? (found, n) : (rate, size);
            if (8 * seconds > 0.5)
            {
                // Twice the size is eight times the work.
                break;
            }
        }

        return new DeviceLimits(rate, size, Triad(backend), SecondsOfACall(backend, 1) * 1e6);
    }

    private static double Product(IBackend backend, int n)
    {
        DeviceBuffer a = Filled(backend, n * n), b = Filled(backend, n * n), c = Filled(backend, n * n);
        double seconds = BackendTimer.MedianSeconds(
            backend, () => backend.MatMul(new MatMulSize(n, n, n, false, false), a, b, null, default(Identity), c), Runs, SecondsOfARun);
        Release(a, b, c);
        return seconds;
    }

    // 3 × 64 MiB: twice the last cache of most processors and GPUs.
    private static double Triad(IBackend backend)
    {
        const int Length = 1 << 24;
        return 3e-9 * sizeof(float) * Length / SecondsOfACall(backend, Length);
    }

    private static double SecondsOfACall(IBackend backend, int length)
    {
        DeviceBuffer a = Filled(backend, length), b = Filled(backend, length), y = Filled(backend, length);
        double seconds = BackendTimer.MedianSeconds(backend, () => backend.Zip(default(Add.Formula), a, b, y), Runs, SecondsOfARun);
        Release(a, b, y);
        return seconds;
    }

    private static DeviceBuffer Filled(IBackend backend, int length)
    {
        DeviceBuffer buffer = backend.Allocate(length, ElementType.Float32);
        backend.Fill(0.5, buffer);
        return buffer;
    }

    private static void Release(params ReadOnlySpan<DeviceBuffer> buffers)
    {
        foreach (DeviceBuffer buffer in buffers)
        {
            buffer.Release();
        }
    }
}
