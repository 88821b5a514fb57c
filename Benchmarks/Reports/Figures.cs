using System.Globalization;

namespace NativeGan.Benchmarks.Reports;

/// <summary>Numbers as people read them, with units.</summary>
internal static class Figures
{
    /// <summary>Seconds in the unit that leaves one to three digits before the point.</summary>
    public static string Time(double seconds) => seconds switch
    {
        >= 1 => Format($"{seconds:F2} s"),
        >= 1e-3 => Format($"{seconds * 1e3:F3} ms"),
        >= 1e-6 => Format($"{seconds * 1e6:F2} µs"),
        _ => Format($"{seconds * 1e9:F1} ns"),
    };

    /// <summary>A billionth of a rate, with three significant digits.</summary>
    public static string Giga(double rate) => Significant(rate / 1e9);

    /// <summary>Three significant digits, without an exponent; a dash for what is no number.</summary>
    public static string Significant(double value) => Math.Abs(value) switch
    {
        double.NaN or double.PositiveInfinity => "-",
        >= 100 => Format($"{value:F0}"),
        >= 10 => Format($"{value:F1}"),
        >= 1 => Format($"{value:F2}"),
        0 => "0",
        _ => Format($"{value:G3}"),
    };

    /// <summary>A share in per cent.</summary>
    public static string PerCent(double share) => double.IsFinite(share) ? Format($"{share * 100:F1} %") : "-";

    /// <summary>Bytes with a unit.</summary>
    public static string Size(double bytes) => bytes switch
    {
        < 0 => "-",
        < 1 << 10 => Format($"{bytes:F0} B"),
        < 1 << 20 => Format($"{bytes / (1 << 10):F0} KB"),
        _ => Format($"{bytes / (1 << 20):F0} MB"),
    };

    /// <summary>Text in the invariant culture.</summary>
    public static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
