using System.Reflection;

namespace NativeGan.Training.Runs;

/// <summary>This program's version.</summary>
internal static class ProgramVersion
{
    /// <summary>The version and, where the build knew it, the commit.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
