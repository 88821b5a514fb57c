using System.Globalization;
using NativeGan.Training.Hyperparameters;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Hyperparameters;

public sealed class NumbersTests
{
    private static readonly string[] _neither =
        ["", " ", "-", "+1", " 1", "1 ", "0,5", "1,000", "1_000", "1'000", "0x10", "NaN", "nan", "Infinity", "-Infinity", "∞", "1e", "1e999", "--1", "1-", "1.2.3", "−1", "١", "$1", "(1)"];

    [TestCaseSource(nameof(_neither))]
    public void Number_WrittenInAnyOtherWay_IsNone(string text)
    {
        Assert.That(Numbers.TryWhole(text, out _), Is.False);
        Assert.That(Numbers.TryReal(text, out _), Is.False);
    }

    [TestCase("0", 0.0)]
    [TestCase("-3", -3.0)]
    [TestCase("0.0002", 0.0002)]
    [TestCase("2e-4", 0.0002)]
    [TestCase("2E+3", 2000.0)]
    [TestCase(".5", 0.5)]
    public void Real_WithAPoint_IsReadInEveryCulture(string text, double expected)
    {
        CultureInfo before = CultureInfo.CurrentCulture, comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = comma;
        bool isNumber = Numbers.TryReal(text, out double number);
        CultureInfo.CurrentCulture = before;

        Assert.That((isNumber, number), Is.EqualTo((true, expected)));
    }

    [TestCase("NaN", double.NaN)]
    [TestCase("-Infinity", double.NegativeInfinity)]
    [TestCase("1E-30", 1e-30)]
    public void Measured_AsThisProgramWritesIt_IsRead(string text, double expected) =>
        Assert.That((Numbers.TryMeasured(text, out double number), number), Is.EqualTo((true, expected)));

    [TestCase("nan")]
    [TestCase("1,5")]
    [TestCase(" 1")]
    [TestCase("")]
    public void Measured_WrittenInAnotherWay_IsNone(string text) => Assert.That(Numbers.TryMeasured<float>(text, out _), Is.False);

    [Test]
    public void Measured_InSinglePrecision_IsRoundedOnce()
    {
        // Just above the middle of 1 and the next float, by less than a double can say: rounded twice it would be 1.
        Numbers.TryMeasured("1.0000000596046448", out float rounded);

        Assert.That(rounded, Is.EqualTo(MathF.BitIncrement(1)));
    }

    [TestCase("7", true)]
    [TestCase("-1", false)]
    [TestCase("-0", false)]
    [TestCase("+7", false)]
    [TestCase("9223372036854775808", false)]
    public void Step_IsAWholeNumberFromZero(string text, bool expected) => Assert.That(Numbers.TryStep(text, out _), Is.EqualTo(expected));

    [TestCase("1.0")]
    [TestCase("1e3")]
    public void Whole_WithDecimalsOrAnExponent_IsNone(string text) => Assert.That(Numbers.TryWhole(text, out _), Is.False);
}
