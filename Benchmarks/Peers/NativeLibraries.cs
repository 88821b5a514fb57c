using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace NativeGan.Benchmarks.Peers;

/// <summary>Finding libraries, their functions and their versions, without needing any of them.</summary>
internal static class NativeLibraries
{
    /// <summary>Opens the first of some libraries that is there.</summary>
    public static bool TryLoad(IEnumerable<string> names, [NotNullWhen(true)] out string? found, out nint handle)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out handle))
            {
                found = name;
                return true;
            }
        }

        (found, handle) = (null, 0);
        return false;
    }

    /// <summary>The version of a package that a type comes from.</summary>
    public static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "version unknown";

    /// <summary>Text that a function returned.</summary>
    public static string Text(nint characters) => Marshal.PtrToStringUTF8(characters)?.Trim() ?? "";
}
