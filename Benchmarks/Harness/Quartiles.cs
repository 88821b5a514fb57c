namespace NativeGan.Benchmarks.Harness;

/// <summary>The three numbers that cut a sorted sample into four parts.</summary>
internal readonly record struct Quartiles(double Lower, double Median, double Upper)
{
    /// <summary>Of a sample of at least one number, interpolated between neighbours.</summary>
    public static Quartiles Of(IEnumerable<double> sample)
    {
        double[] sorted = [.. sample.Order()];
        return new Quartiles(At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75));
    }

    private static double At(double[] sorted, double fraction)
    {
        double position = fraction * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
