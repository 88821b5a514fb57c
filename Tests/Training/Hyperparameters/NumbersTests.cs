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

    [TestCase("1.0")]
    [TestCase("1e3")]
    public void Whole_WithDecimalsOrAnExponent_IsNone(string text) => Assert.That(Numbers.TryWhole(text, out _), Is.False);
}
