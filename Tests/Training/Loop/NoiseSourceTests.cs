using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Loop;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Loop;

/// <summary>The distributions of the noise.</summary>
public sealed class NoiseSourceTests
{
    // Five deviations of a uniform's (a normal's) mean square over so many draws: 5·√(0.8)/√200000 = 1 % (5·√2/√200000 = 1.6 %).
    private const int Rows = 2000, Columns = 100;

    [TestCase("uniform", 1, 1.0 / 3)]
    [TestCase("uniform-sqrt3", 1.7320508, 1)]
    [TestCase("normal", 6, 1)]
    public void Next_OfADistribution_StaysInItsRangeWithItsVariance(string name, double bound, double variance)
    {
        using ReferenceBackend backend = new();
        using NoiseSource noise = new(backend, seed: 2, NoiseSource.TrainingStream, name, new Shape(Rows, Columns));
        using TensorScope scope = new();

        double[] values = noise.Next().ToDoubleArray();

        Assert.That(values.Max(Math.Abs), Is.LessThan(bound * (1 + 1e-6)));
        Assert.That(values.Average(value => value * value), Is.EqualTo(variance).Within(1.6).Percent);
    }
}
