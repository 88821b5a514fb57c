namespace NativeGan.Training.Loop;

/// <summary>The statistics of a run's last steps, as many as source S2's acceptance looks at, and their medians.</summary>
/// <param name="names">Names of the statistics.</param>
public sealed class RecentStatistics(IReadOnlyList<string> names)
{
    /// <summary>Steps that are kept.</summary>
    public const int Capacity = 2000;

    private readonly Queue<double[]> _rows = new();

    /// <summary>Names of the statistics.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Steps that are kept now.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a step's.</summary>
    public void Add(ReadOnlySpan<double> row)
    {
        if (names.Count == 0)
        {
            return;
        }

        if (_rows.Count == Capacity)
        {
            _rows.Dequeue();
        }

        _rows.Enqueue(row.ToArray());
    }

    /// <summary>The median of each statistic over the steps that are kept; the mean of the middle two where they are even in number.</summary>
    public double[] Medians()
    {
        double[] medians = new double[names.Count];
        for (int column = 0; column < medians.Length; column++)
        {
            double[] sorted = [.. _rows.Select(row => row[column]).Order()];
            medians[column] = sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }

        return medians;
    }
}
