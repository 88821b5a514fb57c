using System.Globalization;

namespace NativeGan.Engine.Checking;

/// <summary>How far a number may be from what is expected: |actual − expected| ≤ absolute + relative·|expected|.</summary>
/// <param name="Relative">Share of the expected number.</param>
/// <param name="Absolute">A distance.</param>
/// <param name="Reason">Where the two come from.</param>
public readonly record struct Tolerance(double Relative, double Absolute, string Reason)
{
    /// <summary>Nothing is rounded, so nothing may differ.</summary>
    public static Tolerance Exact { get; } = new(0, 0, "nothing is rounded");

    /// <summary>A formula of a few operations: one single precision rounding is 6e-8.</summary>
    public static Tolerance Formula { get; } = new(1e-6, 1e-6, "a few single precision roundings, 6e-8 each");

    /// <summary>A sum of numbers below 2 of either sign.</summary>
    /// <remarks>
    /// Each addition rounds a partial sum that is a random walk: about √i after i numbers. For a serial sum these errors come to
    /// 0.3·6e-8 times the number of terms; six of those deviations, and three roundings for the shortest sum.
    /// </remarks>
    /// <param name="terms">Numbers in the sum.</param>
    public static Tolerance OfSum(int terms) => new(1e-6, 2e-7 + 1.2e-7 * terms, "six deviations of a serial sum's rounding");

    /// <summary>A sum of products of numbers in [−1, 1): a product is 1/4 on average, and ten roundings of their sum are
    /// allowed.</summary>
    /// <param name="terms">Products in the sum.</param>
    public static Tolerance OfProduct(int terms) => new(1e-6, Math.Max(1, terms / 4.0) * 6e-7, "ten single precision roundings of the largest sum, in any order");

    /// <summary>The largest distance that is allowed from a number.</summary>
    public double Around(double expected) => Absolute + Relative * Math.Abs(expected);

    /// <summary>Both parts and the reason.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Relative:G3} relative, {Absolute:G3} absolute: {Reason}");
}
