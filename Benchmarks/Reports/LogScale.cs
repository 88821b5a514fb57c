using static NativeGan.Benchmarks.Reports.Figures;

namespace NativeGan.Benchmarks.Reports;

/// <summary>A logarithmic axis: equal distances are equal ratios.</summary>
/// <param name="Low">Value at the start.</param>
/// <param name="High">Value at the end.</param>
/// <param name="Start">Coordinate of the start.</param>
/// <param name="End">Coordinate of the end.</param>
internal readonly record struct LogScale(double Low, double High, double Start, double End)
{
    /// <summary>The powers of ten, twice and five times them, within the axis.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            (double low, double high) = (Low, High);
            return Enumerable.Range((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high) - Math.Floor(Math.Log10(low))) + 1)
                .SelectMany(power => new[] { 1, 2, 5 }.Select(factor => factor * Math.Pow(10, power)))
                .Where(value => value >= low * 0.999 && value <= high * 1.001);
        }
    }

    /// <summary>An axis with room around some values.</summary>
    public static LogScale Around(IEnumerable<double> values, double start, double end, double room = 1.3)
    {
        double[] all = [.. values.Where(value => value > 0 && double.IsFinite(value)).DefaultIfEmpty(1)];
        return new LogScale(all.Min() / room, all.Max() * room, start, end);
    }

    /// <summary>Where a value is drawn.</summary>
    public double At(double value) => Start + (End - Start) * Math.Log(value / Low) / Math.Log(High / Low);

    /// <summary>A tick's label.</summary>
    public static string Label(double value) => value >= 1000 ? Format($"{value:F0}") : Format($"{value:0.#####}");
}
