using NativeGan.Engine.Backends;
using NativeGan.Models.Initialization;
using NUnit.Framework;

namespace NativeGan.Tests.Models;

public sealed class InitializerTests
{
    // The deviation of n draws is known to 1/√(2n): 0.16 % for these, well within the 1 % that is asked for.
    private const int Draws = 200_000;

    [TestCase("he-normal", 784, 256, 0.0505076)] // √(2/784)
    [TestCase("he-normal", 256, 784, 0.0883883)] // √(2/256)
    [TestCase("he-normal", 100, 256, 0.1414214)] // √(2/100)
    [TestCase("he-normal-random-bias", 256, 1, 0.0883883)] // √(2/256)
    [TestCase("lecun-normal", 784, 256, 0.0357143)] // √(1/784)
    [TestCase("xavier-normal", 100, 256, 0.0749532)] // √(2/356)
    [TestCase("xavier-uniform", 100, 256, 0.0749532)] // the same variance
    [TestCase("fan-out-uniform", 784, 256, 0.0360844)] // 1/√(3·256)
    [TestCase("fan-in-uniform", 784, 256, 0.02061965)] // 1/√(3·784)
    public void Weight_OfALayer_HasTheDeviation(string name, int inputs, int outputs, double expected) =>
        CheckDeviation(InitializerCatalog.All[name].Weight(new Fan(inputs, outputs)), expected);

    [TestCase("he-normal-random-bias", 256, 1, 1.4142136)] // √(2/1): the discriminator's output
    [TestCase("he-normal-random-bias", 100, 256, 0.0883883)] // √(2/256)
    [TestCase("fan-out-uniform", 256, 1, 0.5773503)] // 1/√3
    [TestCase("fan-in-uniform", 256, 1, 0.0360844)] // 1/√(3·256)
    public void Bias_OfALayer_HasTheDeviation(string name, int inputs, int outputs, double expected) =>
        CheckDeviation(InitializerCatalog.All[name].Bias(new Fan(inputs, outputs)), expected);

    [TestCase("lecun-normal")]
    [TestCase("he-normal")]
    [TestCase("xavier-normal")]
    [TestCase("xavier-uniform")]
    public void Bias_OfTheOthers_IsZero(string name) =>
        Assert.That(new InitialValues(1).Draw(InitializerCatalog.All[name].Bias(new Fan(100, 256)), 1000), Is.All.Zero);

    [TestCase(100, 256, 0.12982271971)] // √(6/356)
    [TestCase(784, 1, 0.08742663263)] // √(6/785)
    public void XavierUniform_ManyDraws_FillTheIntervalOfGlorotAndBengio(int inputs, int outputs, double bound)
    {
        double[] values = new InitialValues(1).Draw(InitializerCatalog.All["xavier-uniform"].Weight(new Fan(inputs, outputs)), Draws);

        // Of so many draws the outermost is within 1e-4 of the interval's width from its end (missed with probability e⁻²⁰).
        Assert.That(values.Max(), Is.InRange(bound * 0.9998, bound));
        Assert.That(values.Min(), Is.InRange(-bound - 1e-10, -bound * 0.9998));
    }

    [Test]
    public void InitialValues_DrawnTwice_AreOtherNumbersAndRepeatWithTheSeed()
    {
        InitialDistribution normal = InitialDistribution.Normal(1);
        InitialValues first = new(1), again = new(1), other = new(2);

        double[] a = first.Draw(normal, 10), b = first.Draw(normal, 10);

        Assert.That(b, Is.Not.EqualTo(a));
        Assert.That(again.Draw(normal, 10), Is.EqualTo(a));
        Assert.That(other.Draw(normal, 10), Is.Not.EqualTo(a));
    }

    [Test]
    public void Distributions_InCode_SayTheirDeviation()
    {
        Assert.That(InitialDistribution.Normal(0.5).StandardDeviation, Is.EqualTo(0.5));
        Assert.That(InitialDistribution.Uniform(3).StandardDeviation, Is.EqualTo(Math.Sqrt(3)).Within(1e-15));
        Assert.That(InitialDistribution.Zero, Is.EqualTo(new InitialDistribution(RandomKind.Uniform, 0)));
    }

    private static void CheckDeviation(InitialDistribution distribution, double expected)
    {
        double[] values = new InitialValues(1).Draw(distribution, Draws);
        double mean = values.Average(), deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Draws);

        Assert.That(deviation, Is.EqualTo(expected).Within(1).Percent);
        Assert.That(mean, Is.EqualTo(0).Within(5 * expected / Math.Sqrt(Draws)), "five deviations of the mean");
        Assert.That(distribution.StandardDeviation, Is.EqualTo(expected).Within(1e-4).Percent);
    }
}
