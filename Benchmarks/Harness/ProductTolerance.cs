namespace NativeGan.Benchmarks.Harness;

/// <summary>How far a product of numbers in [−1, 1) may be from the exact one.</summary>
/// <remarks>
/// <para>
/// Float32: a term is below 1 and ¼ on average, so that the sum's size is at most about k/4, and ten roundings of it are the limit
/// whatever the order of additions.
/// </para>
/// <para>
/// TF32 keeps ten bits behind the point, so each operand is off by at most 2⁻¹⁰ of its size (2⁻¹¹ where it is rounded rather than
/// cut). The errors of the k terms are independent with signs of their own and add up like a random walk: √k of them, each at most
/// 2·2⁻¹⁰ and a third of that in the mean square, of terms that are a third of 1 in the mean square. Six deviations of that are
/// 6·√k·2⁻⁹/9; rounded up to √k/512, which is a two-hundredth of what a wrong element is off by.
/// </para>
/// </remarks>
internal static class ProductTolerance
{
    /// <summary>The absolute tolerance of one element.</summary>
    /// <param name="inner">k: terms of a sum.</param>
    /// <param name="isTf32">Whether operands are rounded to ten bits behind the point.</param>
    public static double Absolute(int inner, bool isTf32)
    {
        double single = Math.Max(1, inner / 4.0) * 6e-7;
        return isTf32 ? single + Math.Sqrt(inner) / 512 : single;
    }
}
