using System.Globalization;
using System.Runtime.InteropServices;

namespace NativeGan.Benchmarks.Harness;

/// <summary>Where a measurement was taken: what a figure means nothing without.</summary>
/// <param name="Processor">The processor's own name.</param>
/// <param name="Cores">Processors that this process may use.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">Version of .NET.</param>
/// <param name="LoadAtStart">Processes that wanted to run in the minute before, by Linux's count; null elsewhere.</param>
internal sealed record Machine(string Processor, int Cores, string System, string Runtime, double? LoadAtStart)
{
    /// <summary>This machine, now.</summary>
    public static Machine Describe() => new(
        ProcessorName(), Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, Load());

    private static string ProcessorName()
    {
        const string File = "/proc/cpuinfo";
        string? line = global::System.IO.File.Exists(File)
            ? global::System.IO.File.ReadLines(File).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static double? Load()
    {
        const string File = "/proc/loadavg";
        return global::System.IO.File.Exists(File)
            ? double.Parse(global::System.IO.File.ReadAllText(File).Split(' ')[0], CultureInfo.InvariantCulture)
            : null;
    }
}
