using static System.FormattableString;

namespace NativeGan.Training.Pictures;

/// <summary>A logarithmic axis: equal distances are equal ratios.</summary>
/// <param name="Low">Value at the start.</param>
/// <param name="High">Value at the end.</param>
/// <param name="Start">Coordinate of the start.</param>
/// <param name="End">Coordinate of the end.</param>
internal readonly record struct LogScale(double Low, double High, double Start, double End) : IScale
{
    private const int MostDecades = 6;
    private static readonly int[] _factors = [1, 2, 5];

    /// <summary>The powers of ten, twice and five times them, within the axis; every few powers of ten on a long one.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            (double low, double high) = (Low, High);
            double decades = Math.Log10(high / low);
            if (decades > MostDecades)
            {
                int every = (int)Math.Ceiling(decades / 8);
                return Enumerable.Range((int)Math.Ceiling(Math.Log10(low)), (int)decades + 1)
                    .Where(power => power % every == 0).Select(power => Math.Pow(10, power)).Where(value => value <= high * 1.001);
            }

            return Enumerable.Range((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high) - Math.Floor(Math.Log10(low))) + 1)
                .SelectMany(power => _factors.Select(factor => factor * Math.Pow(10, power)))
                .Where(value => value >= low * 0.999 && value <= high * 1.001);
        }
    }

    /// <summary>An axis with room around some values.</summary>
    public static LogScale Around(IEnumerable<double> values, double start, double end, double room = 1.3)
    {
        double[] all = [.. values.Where(value => value > 0 && double.IsFinite(value)).DefaultIfEmpty(1)];
        return new LogScale(all.Min() / room, all.Max() * room, start, end);
    }

    /// <inheritdoc/>
    public double At(double value) => Start + (End - Start) * Math.Log(value / Low) / Math.Log(High / Low);

    /// <inheritdoc/>
    public string Label(double value) => value switch
    {
        >= 1e6 or < 1e-5 => Invariant($"{value:0.#e0}"),
        >= 1000 => Invariant($"{value:F0}"),
        _ => Invariant($"{value:0.#####}"),
    };
}
