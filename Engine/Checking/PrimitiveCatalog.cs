using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Checking;

/// <summary>Every primitive of <see cref="IBackend"/>, at sizes that end in the middle of a vector, a warp, a tile, a block or a
/// share.</summary>
/// <remarks>
/// The tests call each case on each backend, the PTX interpreter the small ones, the GPU benchmark all but the largest before it
/// times anything. A new primitive needs one entry here.
/// </remarks>
public static class PrimitiveCatalog
{
    // 1; around a vector of 16, a warp of 32 and a group of 256; primes and round numbers; several shares and groups.
    private static readonly int[] _lengths = [1, 15, 16, 17, 31, 255, 256, 257, 1000, 1009, 4097, 70001];

    /// <summary>All cases.</summary>
    public static IReadOnlyList<PrimitiveCase> Cases { get; } =
    [
        .. _lengths.SelectMany(ElementwiseCases.AtLength),
        .. FormulaCases.All,
        .. ReductionCases.All,
        .. CopyCases.All,
        .. ConvolutionCases.All,
        .. TableCases.All,
        .. RingCases.All,
        .. _lengths.SelectMany(RandomCases.AtLength),
        .. RandomCases.Other,
        .. _lengths.Select(UpdateCases.AtLength),
        .. ProductCases.All,
    ];
}
