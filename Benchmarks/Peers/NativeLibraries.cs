using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace NativeGan.Benchmarks.Peers;

/// <summary>Finding shared libraries and their functions by name, without needing any of them.</summary>
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

    /// <summary>Text that a function returned.</summary>
    public static string Text(nint characters) => Marshal.PtrToStringUTF8(characters)?.Trim() ?? "";
}
