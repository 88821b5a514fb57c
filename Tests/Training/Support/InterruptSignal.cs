using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NativeGan.Tests.Training.Support;

/// <summary>Starts processes that a Ctrl-C reaches, even where the tests run with SIGINT ignored, as in the background of a script.</summary>
/// <remarks>A process inherits which signals are ignored, and .NET leaves an ignored signal ignored whatever handlers are registered.</remarks>
internal static partial class InterruptSignal
{
    private const int Number = 2;
    private const nint Default = 0, Ignore = 1;

    private static readonly Lock _lock = new();

    /// <summary>Starts a process with the default action for SIGINT.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        lock (_lock)
        {
            bool isIgnored = IsIgnored();
            if (isIgnored)
            {
                _ = SetAction(Number, Default);
            }

            try
            {
                return Process.Start(start)!;
            }
            finally
            {
                if (isIgnored)
                {
                    _ = SetAction(Number, Ignore);
                }
            }
        }
    }

    // From /proc, because asking the C library needs a structure that differs from system to system.
    private static bool IsIgnored()
    {
        const string Line = "SigIgn:";
        string? ignored = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal))
            : null;
        return ignored is not null && (ulong.Parse(ignored.AsSpan(Line.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Number - 1))) != 0;
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetAction(int signal, nint action);
}
