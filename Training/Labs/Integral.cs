namespace NativeGan.Training.Labs;

/// <summary>Integrals of smooth functions, by Simpson's rule.</summary>
internal static class Integral
{
    /// <summary>∫ f from <paramref name="low"/> to <paramref name="high"/>; the error falls with the fourth power of the width of a piece.</summary>
    public static double Over(Func<double, double> function, double low, double high, int pieces = 4000)
    {
        double[] nodes = Nodes(low, high, pieces);
        return Over([.. nodes.Select(function)], low, high);
    }

    /// <summary>Where a function has to be known: 2·pieces + 1 points.</summary>
    public static double[] Nodes(double low, double high, int pieces) =>
        [.. Enumerable.Range(0, 2 * pieces + 1).Select(i => low + (high - low) * i / (2 * pieces))];

    /// <summary>The integral of a function known at <see cref="Nodes"/>.</summary>
    public static double Over(IReadOnlyList<double> values, double low, double high)
    {
        double sum = values[0] + values[^1];
        for (int i = 1; i < values.Count - 1; i++)
        {
            sum += (i % 2 == 1 ? 4 : 2) * values[i];
        }

        return sum * (high - low) / (3 * (values.Count - 1));
    }
}
