using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Reports;

namespace NativeGan.Benchmarks.Peers;

/// <summary>The libraries that multiply matrices beside us.</summary>
internal static class MatMulPeers
{
    /// <summary>Those that are installed, as contenders for one product.</summary>
    public static IEnumerable<Contender> Create(MatMulOperands operands, int threads)
    {
        if (OpenBlas.Instance is { } openBlas)
        {
            yield return new LibraryMatMul(openBlas, operands, threads);
        }

        if (OneDnn.Instance is { } oneDnn)
        {
            yield return new LibraryMatMul(oneDnn, operands, threads);
        }

        yield return new MathNetMatMul(operands, threads);
    }

    /// <summary>States versions and settings in a report, and what is absent.</summary>
    public static void Describe(Report report)
    {
        report.Notes.Add(OpenBlas.Instance?.Description ?? OpenBlas.Installation);
        report.Notes.Add(OneDnn.Instance?.Description ?? OneDnn.Installation);
        report.Notes.Add(MathNetMatMul.Description);
    }
}
