using System.Runtime.InteropServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu.MatMul;

/// <summary>Times every plan for a matrix product on the device at hand.</summary>
public static class MatMulTuner
{
    /// <summary>The shapes of all products that were computed call by call on a GPU backend so far; empty for other backends.</summary>
    public static IReadOnlyList<MatMulSize> SizesMultiplied(IBackend backend) => backend is GpuBackend gpu ? [.. gpu.SizesMultiplied] : [];

    /// <summary>The plan by which a GPU backend computes a shape; null for other backends.</summary>
    public static GpuMatMulPlan? PlanFor(IBackend backend, MatMulSize size) => (backend as GpuBackend)?.PlanFor(size);

    /// <summary>Checks and times every plan for each shape and makes the backend use the best from now on.</summary>
    /// <param name="backend">A GPU backend.</param>
    /// <param name="sizes">The shapes.</param>
    /// <param name="report">Told of each shape when it is done.</param>
    /// <returns>The table, ready to be saved.</returns>
    /// <exception cref="ArgumentException">The backend is none of <see cref="GpuDevices.Names"/>.</exception>
    public static MatMulTuningTable Tune(IBackend backend, IEnumerable<MatMulSize> sizes, Action<TunedMatMul> report)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(report);
        if (backend is GpuBackend gpu)
        {
            List<TunedMatMul> products = [];
            foreach (MatMulSize size in sizes)
            {
                products.Add(Tune(gpu, size));
                report(products[^1]);
            }

            MatMulTuningTable table = new(gpu.DeviceName, gpu.Precision, products);
            gpu.Use(table);
            return table;
        }
        throw new ArgumentException($"MatMulTuner: found backend '{backend.Name}', expected one of {string.Join(", ", GpuDevices.Names)}.", nameof(backend));
    }

    private static TunedMatMul Tune(GpuBackend backend, MatMulSize size)
    {
        GpuMatMulPlan? forced = backend.MatMulPlan;
        GpuMatMulPlan byRule = GpuMatMulPlan.For(size, backend.Launches, backend.Precision);
        using Operands operands = new(backend, size);
        List<string> rejected = [];
        List<(GpuMatMulPlan Plan, double Microseconds)> measured = [];
        try
        {
            foreach (GpuMatMulPlan plan in GpuMatMulPlan.Candidates(size, backend.Launches, backend.Precision).Prepend(byRule).Distinct())
            {
                backend.MatMulPlan = plan;
                if (operands.Check() is { } problem)
                {
                    rejected.Add($"{plan}: {problem}");
                }
                else
                {
                    measured.Add((plan, operands.MedianMicroseconds()));
                }
            }
        }
        finally
        {
            backend.MatMulPlan = forced;
        }

        if (measured.Count == 0)
        {
            throw new InvalidOperationException($"MatMulTuner: no plan computes {size} on '{backend.DeviceName}': {string.Join("; ", rejected)}.");
        }

        (GpuMatMulPlan best, double microseconds) = measured.MinBy(static entry => entry.Microseconds);
        double untuned = measured.Where(entry => entry.Plan == byRule).Select(static entry => entry.Microseconds).FirstOrDefault(double.NaN);
        return new TunedMatMul(size, best, microseconds, byRule, untuned, rejected);
    }

    private sealed class Operands : IDisposable
    {
        private const int Runs = 5;
        private const double SecondsOfARun = 0.004;

        private readonly GpuBackend _backend;
        private readonly MatMulSize _size;
        private readonly DeviceBuffer _a;
        private readonly DeviceBuffer _b;
        private readonly DeviceBuffer _c;
        private readonly float[] _expected;
        private readonly float[] _actual;

        public Operands(GpuBackend backend, MatMulSize size)
        {
            (_backend, _size) = (backend, size);
            _a = Random(size.Rows * size.Inner, stream: 1);
            _b = Random(size.Inner * size.Columns, stream: 2);
            _c = backend.Allocate(size.Rows * size.Columns, ElementType.Float32);
            (_expected, _actual) = (new float[_c.Length], new float[_c.Length]);

            // The simplest kernel says what is right; the tests compare it with the reference backend.
            GpuMatMulPlan? forced = backend.MatMulPlan;
            backend.MatMulPlan = new GpuMatMulPlan(GpuMatMulVersion.Coalesced);
            Multiply();
            backend.Download(_c, MemoryMarshal.AsBytes(_expected.AsSpan()));
            backend.MatMulPlan = forced;
        }

        /// <summary>Null when the product is right; otherwise what is wrong.</summary>
        public string? Check()
        {
            try
            {
                _backend.Fill(double.NaN, _c);
                Multiply();
                _backend.Download(_c, MemoryMarshal.AsBytes(_actual.AsSpan()));
            }
            catch (InvalidOperationException exception)
            {
                return exception.Message;
            }

            // Factors uniform in [−1, 1): the largest of many sums reaches 4/3 · √k. Its k additions round by up to 2⁻²⁴ of it
            // each, to either side, which leaves 4/3 · k · 2⁻²⁴; and both products are rounded. TF32 adds 0.27 · √k · 2⁻¹¹.
            double tolerance = (3 * _size.Inner + 4) / (double)(1 << 24);
            if (_backend.Precision == MatMulPrecision.Tf32)
            {
                tolerance += 2 * (Math.Sqrt(_size.Inner) + 1) / (1 << 11);
            }

            for (int i = 0; i < _actual.Length; i++)
            {
                // Written so that NaN fails.
                if (!(Math.Abs(_actual[i] - _expected[i]) <= tolerance))
                {
                    return $"element {i} is {_actual[i]}, expected {_expected[i]} within {tolerance:g2}";
                }
            }

            return null;
        }

        public double MedianMicroseconds() => 1e6 * BackendTimer.MedianSeconds(_backend, Multiply, Runs, SecondsOfARun);

        public void Dispose()
        {
            _a.Release();
            _b.Release();
            _c.Release();
        }

        private void Multiply() => _backend.MatMul(_size, _a, _b, null, default(Identity), _c);

        private DeviceBuffer Random(int length, uint stream)
        {
            DeviceBuffer buffer = _backend.Allocate(length, ElementType.Float32), counter = _backend.Allocate(2, ElementType.Int32);
            _backend.Upload(new byte[counter.ByteLength], counter);
            _backend.Random(new RandomDraw(RandomKind.Uniform, Seed: 1, stream, Scale: 2, Offset: -1), counter, buffer);
            counter.Release();
            return buffer;
        }
    }
}
