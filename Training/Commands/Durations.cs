using System.Globalization;

namespace NativeGan.Training.Commands;

/// <summary>Times for people.</summary>
internal static class Durations
{
    /// <summary>"45 s", "5 min 20 s", "6 h 12 min".</summary>
    public static string InWords(double seconds)
    {
        TimeSpan time = TimeSpan.FromSeconds(Math.Round(Math.Clamp(seconds, 0, 1e9)));
        return time switch
        {
            { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F0} s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):F0} h {time.Minutes} min"),
        };
    }
}
