using System.CommandLine;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan trace PRESET</c>.</summary>
internal static class TraceCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("trace", "stub");
}
