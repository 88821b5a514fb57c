using System.Runtime.InteropServices;
using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>The sums of a matrix' columns: a bias' gradient.</summary>
internal static class ColumnSum
{
    /// <summary>On a backend that the contender disposes of.</summary>
    public static Contender Create(IBackend backend, int rows, int columns, int threads)
    {
        float[] values = new float[rows * columns], sums = new float[columns];
        double[] expected = new double[columns];
        RandomDraw draw = new(RandomKind.Uniform, 1, 0);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)draw.NumberAt(0, i);
            expected[i % columns] += values[i];
        }

        DeviceBuffer x = backend.Allocate(values.Length, ElementType.Float32), y = backend.Allocate(columns, ElementType.Float32);
        backend.Upload(MemoryMarshal.AsBytes(values.AsSpan()), x);
        AxisView view = new(1, rows, columns);
        return new DelegateContender(
            $"column sums {rows}x{columns}", $"NativeGan {backend.Name}", threads,
            new Work((double)rows * columns, sizeof(float) * (rows + 1.0) * columns),
            () => backend.Sum(view, x, y),
            () =>
            {
                backend.Fill(double.NaN, y);
                backend.Sum(view, x, y);
                backend.Download(y, MemoryMarshal.AsBytes(sums.AsSpan()));
                return Deviation.Between(sums, expected, new Tolerance(1e-5, 1e-5, "single precision sums of positive numbers")).Miss;
            },
            backend);
    }
}
