namespace NativeGan.Benchmarks.Reports;

/// <summary>What came out of checking one group of things.</summary>
/// <param name="Stage">Which stage checked.</param>
/// <param name="Group">What was checked.</param>
/// <param name="Cases">How many cases.</param>
/// <param name="Worst">The worst, with its tolerance, in words.</param>
/// <param name="HasPassed">Whether all agree.</param>
internal sealed record CheckRow(string Stage, string Group, int Cases, string Worst, bool HasPassed);
