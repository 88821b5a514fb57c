using static System.FormattableString;

namespace NativeGan.Training.Pictures;

/// <summary>A linear axis: equal distances are equal differences.</summary>
/// <param name="Low">Value at the start.</param>
/// <param name="High">Value at the end.</param>
/// <param name="Start">Coordinate of the start.</param>
/// <param name="End">Coordinate of the end.</param>
internal readonly record struct LinearScale(double Low, double High, double Start, double End) : IScale
{
    /// <summary>Four to ten multiples of 1, 2 or 5 times a power of ten.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            double step = Step;
            int first = (int)Math.Ceiling(Low / step - 1e-9), last = (int)Math.Floor(High / step + 1e-9);
            return Enumerable.Range(first, last - first + 1).Select(multiple => multiple * step);
        }
    }

    private double Step
    {
        get
        {
            double rough = (High - Low) / 6, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            return power * (rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        }
    }

    /// <summary>An axis with room around some values.</summary>
    public static LinearScale Around(IEnumerable<double> values, double start, double end)
    {
        double[] all = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        double low = all.Min(), high = all.Max();
        // What differs in the last digits only is taken for equal: its ticks could not be told apart, nor counted.
        double room = high - low > 1e-8 * Math.Max(Math.Abs(low), Math.Abs(high)) ? 0.05 * (high - low) : Math.Max(1, Math.Abs(high)) * 0.5;
        return new LinearScale(low - (low == 0 && high > low ? 0 : room), high + room, start, end);
    }

    /// <summary>The axis with the same middle and coordinates, over a range of values.</summary>
    public LinearScale Widened(double range) => this with { Low = (Low + High - range) / 2, High = (Low + High + range) / 2 };

    /// <inheritdoc/>
    public double At(double value) => Start + (End - Start) * (value - Low) / (High - Low);

    /// <inheritdoc/>
    public string Label(double value) => Math.Abs(value) < 1e-9 * Step ? "0" : Step is < 1e-4 or >= 1e6 ? Invariant($"{value:0.##e0}") : Invariant($"{value:0.####}");
}
