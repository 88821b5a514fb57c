using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Engine;

/// <summary>The same numbers on every backend, from (seed, stream, draw, element) alone.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.Present))]
public sealed class RandomSourceTests(string backendName)
{
    // Not a multiple of 4 (one counter's words) or 16 (one vector).
    private const int Count = 4097;

    private const int Many = 40_000;

    private IBackend Backend => BackendCases.Get(backendName);

    // Both intervals keep every number exact in single precision: k·2⁻²⁴ and k·2⁻²³ − 1.
    [TestCase(0, 1)]
    [TestCase(-1, 1)]
    public void Uniform_OnEveryBackend_HasTheSameBits(double low, double high)
    {
        using RandomSource source = new(Backend, seed: 7, stream: 3);
        RandomDraw draw = new(RandomKind.Uniform, 7, 3, high - low, low);
        for (ulong drawNumber = 0; drawNumber < 2; drawNumber++)
        {
            using Tensor numbers = source.Uniform(new Shape(Count), low, high);

            double[] expected = [.. Enumerable.Range(0, Count).Select(element => draw.NumberAt(drawNumber, element))];
            NumericAssert.AreIdentical(numbers.ToDoubleArray(), expected, $"Uniform, draw {drawNumber}", backendName);
        }
    }

    // 1.0000001 is nearest to the second number above 1; 1001 − 2⁻²⁴ to 1001; there is no number of either precision between 2 and 2.
    [TestCase(1, 1.0000001)]
    [TestCase(1000, 1001)]
    [TestCase(-1, -0.99999994)]
    [TestCase(0, 1e-39)]
    public void Uniform_OfANarrowInterval_StaysBelowItsEnd(double low, double high)
    {
        using RandomSource source = new(Backend, seed: 7, stream: 3);
        using Tensor numbers = source.Uniform(new Shape(Many), low, high);

        Assert.That(numbers.ToDoubleArray().Max(), Is.LessThan(high));
        Assert.That(numbers.ToDoubleArray().Min(), Is.GreaterThanOrEqualTo(low));
    }

    [Test]
    public void Uniform_OfAnIntervalOfOneNumber_IsThatNumber()
    {
        using RandomSource source = new(Backend, seed: 7, stream: 3);
        using Tensor numbers = source.Uniform(new Shape(100), 2, 2);

        Assert.That(numbers.ToArray(), Is.All.EqualTo(2f));
    }

    [TestCase(1, 0)]
    [TestCase(0, double.NaN)]
    [TestCase(0, double.PositiveInfinity)]
    public void Uniform_OfNoInterval_IsRefused(double low, double high)
    {
        using RandomSource source = new(Backend, seed: 7, stream: 3);

        Assert.That(() => source.Uniform(new Shape(1), low, high), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Normal_OnEveryBackend_AgreesWithinAMillionth()
    {
        using RandomSource source = new(Backend, seed: 7, stream: 3);
        RandomDraw draw = new(RandomKind.Normal, 7, 3);

        using Tensor numbers = source.Normal(new Shape(Count));

        double[] expected = [.. Enumerable.Range(0, Count).Select(element => draw.NumberAt(0, element))];
        NumericAssert.AreClose(numbers.ToDoubleArray(), expected, 0, 1e-6, "Normal", backendName); // logarithm and cosine differ
    }

    [TestCase(1)]
    [TestCase(10)]
    [TestCase(60000)]
    public void Integers_OnEveryBackend_AreTheSame(int bound)
    {
        using RandomSource source = new(Backend, seed: 7, stream: 3);
        using Indices indices = Indices.Allocate(Backend, new Shape(Count));
        RandomDraw draw = new(RandomKind.Index, 7, 3, Bound: bound);

        source.Integers(indices, bound);

        int[] expected = [.. Enumerable.Range(0, Count).Select(element => draw.IndexAt(0, element))];
        Assert.That(indices.ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void Integers_BelowABound_CoverIt()
    {
        using RandomSource source = new(Backend, seed: 1, stream: 0);
        using Indices indices = Indices.Allocate(Backend, new Shape(Many));

        source.Integers(indices, 10);

        // 4000 expected of each; the standard deviation is √(40000·0.1·0.9) = 60, five of them 300.
        int[] counts = [.. indices.ToArray().CountBy(index => index).OrderBy(pair => pair.Key).Select(pair => pair.Value)];
        Assert.That(counts, Has.Length.EqualTo(10));
        Assert.That(counts, Is.All.EqualTo(4000).Within(300));
    }

    [Test]
    public void Uniform_ManyNumbers_HasTheMomentsOfItsInterval()
    {
        using RandomSource source = new(Backend, seed: 1, stream: 0);

        using Tensor tensor = source.Uniform(new Shape(Many), -2, 4);
        double[] numbers = tensor.ToDoubleArray();

        // Mean 1, variance 6²/12 = 3. Standard errors: √(3/40000) = 0.0087 and 3·√(0.8/40000) = 0.0134; five of each.
        Assert.That(numbers, Is.All.InRange(-2, 4));
        Assert.That(numbers.Average(), Is.EqualTo(1).Within(0.044));
        Assert.That(Variance(numbers), Is.EqualTo(3).Within(0.067));
    }

    [Test]
    public void Normal_ManyNumbers_HasTheGivenMoments()
    {
        using RandomSource source = new(Backend, seed: 1, stream: 0);

        using Tensor tensor = source.Normal(new Shape(Many), mean: 4, standardDeviation: 0.5);
        double[] numbers = tensor.ToDoubleArray();

        // Standard errors: 0.5/√40000 = 0.0025 of the mean, 0.25·√(2/40000) = 0.0018 of the variance; five of each.
        Assert.That(numbers.Average(), Is.EqualTo(4).Within(0.0125));
        Assert.That(Variance(numbers), Is.EqualTo(0.25).Within(0.009));
    }

    [Test]
    public void Normal_NeighbouringElements_AreUncorrelated()
    {
        // Elements 2k and 2k + 1 come from one pair of words: their correlation is 0, with a standard error of 1/√20000.
        using RandomSource source = new(Backend, seed: 1, stream: 0);

        using Tensor tensor = source.Normal(new Shape(Many));
        double[] numbers = tensor.ToDoubleArray();

        double[] even = [.. numbers.Where((_, element) => element % 2 == 0)], odd = [.. numbers.Where((_, element) => element % 2 == 1)];
        Assert.That(Correlation(even, odd), Is.EqualTo(0).Within(5 / Math.Sqrt(Many / 2)));
    }

    [TestCase(0ul, 0u, 0ul, 1u, Description = "another stream")]
    [TestCase(0ul, 0u, 1ul, 0u, Description = "another seed")]
    [TestCase(0ul, 0u, 1ul << 32, 0u, Description = "a seed that differs in its upper half")]
    public void Normal_OfAnotherStream_IsIndependent(ulong seedA, uint streamA, ulong seedB, uint streamB)
    {
        using RandomSource a = new(Backend, seedA, streamA), b = new(Backend, seedB, streamB);

        using Tensor first = a.Normal(new Shape(Many)), second = b.Normal(new Shape(Many));

        Assert.That(Correlation(first.ToDoubleArray(), second.ToDoubleArray()), Is.EqualTo(0).Within(5 / Math.Sqrt(Many)));
    }

    [Test]
    public void Draws_OneAfterTheOther_AreIndependent()
    {
        using RandomSource source = new(Backend, seed: 1, stream: 0);

        using Tensor first = source.Normal(new Shape(Many)), second = source.Normal(new Shape(Many));

        Assert.That(Correlation(first.ToDoubleArray(), second.ToDoubleArray()), Is.EqualTo(0).Within(5 / Math.Sqrt(Many)));
    }

    // The second count crosses into the upper half of the counter.
    [TestCase(3ul)]
    [TestCase(0xfffffffful)]
    public void DrawCount_SetOnANewSource_Resumes(ulong drawCount)
    {
        using RandomSource first = new(Backend, seed: 9, stream: 2), second = new(Backend, seed: 9, stream: 2);
        first.DrawCount = drawCount;
        using Tensor skipped = first.Uniform(new Shape(5));

        second.DrawCount = first.DrawCount;
        using Tensor expected = first.Uniform(new Shape(33)), resumed = second.Uniform(new Shape(33));

        RandomDraw draw = new(RandomKind.Uniform, 9, 2);
        Assert.That(second.DrawCount, Is.EqualTo(drawCount + 2));
        NumericAssert.AreIdentical(resumed.ToDoubleArray(), expected.ToDoubleArray(), "Uniform after resuming", backendName);
        Assert.That(resumed.ToDoubleArray()[32], Is.EqualTo(draw.NumberAt(drawCount + 1, 32)));
    }

    [Test]
    public void DrawCount_OfANewSource_IsZero()
    {
        using RandomSource source = new(Backend, seed: 9, stream: 2);

        Assert.That(source.DrawCount, Is.Zero);
    }

    [Test]
    public void Integers_WithoutABound_AreRefused()
    {
        using RandomSource source = new(Backend, seed: 9, stream: 2);
        using Indices indices = Indices.Allocate(Backend, new Shape(3));

        Assert.Throws<ArgumentOutOfRangeException>(() => source.Integers(indices, 0));
    }

    private static double Variance(double[] numbers)
    {
        double mean = numbers.Average();
        return numbers.Sum(number => (number - mean) * (number - mean)) / numbers.Length;
    }

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Average() / Math.Sqrt(Variance(a) * Variance(b));
    }
}
