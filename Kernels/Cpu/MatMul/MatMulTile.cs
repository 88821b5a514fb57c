using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>
/// One tile of a matrix product, c = start + a·b: a few rows by 16, 32 or 48 columns. Its sums stay in registers;
/// with <see cref="AddsToC"/> they are added to c at the end.
/// </summary>
/// <remarks>
/// <para>
/// Called for every tile of a <see cref="TileGrid"/>, by matrix products and by convolutions. <see cref="MatMulTileShape"/> picks
/// the code for a tile's shape, <see cref="MatMulTileLoop"/> is that code. Every element is the chain ((start + a₀b₀) + a₁b₁) +
/// …, so its bits do not depend on the tile it is in.
/// </para>
/// <para>
/// Strides count elements. Element (row, p) of a is at A + row·RowStrideA + p·InnerStrideA, row p of b at B + p·InnerStrideB with
/// its columns side by side, and row i of c at C + i·RowStrideC.
/// </para>
/// <para>
/// For convolutions the inner extent may go on over several lines of memory, such as the lines of an image: <see cref="Inner"/>
/// elements on each. After the last element of a line, a and b are one inner stride further; the line jumps are added to that to
/// get to the next line, and after the last line of an image the image jumps as well.
/// </para>
/// </remarks>
internal unsafe struct MatMulTile
{
    public float* A;
    public nint RowStrideA;
    public nint InnerStrideA;
    public float* B;
    public nint InnerStrideB;

    /// <summary>
    /// What the sums start from: a bias (of stride 0), a matrix, or the sums of earlier blocks; null for zeros.
    /// </summary>
    public float* Initial;
    public nint InitialStride;
    public float* C;
    public nint RowStrideC;

    /// <summary>
    /// The rows of c that this tile will store: the loop fetches them into the first-level cache meanwhile; null for none.
    /// </summary>
    public float* ComingC;

    /// <summary>The same for what the next tile starts from.</summary>
    public float* ComingInitial;

    /// <summary>Inner elements on each line. With a single line this is the whole inner extent.</summary>
    public int Inner;

    /// <summary>
    /// Whether the sums are added to what is at <see cref="C"/>, after the last product, rather than stored there.
    /// </summary>
    public bool AddsToC;

    /// <summary>Lines of the inner extent after the first.</summary>
    public int FurtherLines;

    /// <summary>Lines of an image; 0 where there are no image jumps.</summary>
    public int LinesPerImage;

    /// <summary>Elements from the end of a line to the start of the next.</summary>
    public nint LineJumpA, LineJumpB;

    /// <summary>What is added to that after the last line of an image.</summary>
    public nint ImageJumpA, ImageJumpB;

    // The state of MatMulTileLoop's outer loop, which has no registers left for it.
    internal byte* End;
    internal nint PauseBytes;
    internal int RowsToFetch;
    internal int LinesDone;

    /// <summary>
    /// Whether 512-bit vectors are used. Vector512.IsHardwareAccelerated is false on processors that have AVX-512 but clock down
    /// for it (Skylake and Cascade Lake); for a loop of nothing but multiply-adds it is still the faster choice there.
    /// </summary>
    internal static bool Has512 => Avx512F.IsSupported || Vector512.IsHardwareAccelerated;

    /// <summary>
    /// Most rows that fit a tile of <paramref name="columns"/> columns here, chosen so that all sums stay in registers.
    /// </summary>
    /// <remarks>
    /// r rows of v vectors take r·v sums, v registers for b and one for the broadcast element of a. Of the 32 registers of
    /// AVX-512, 14 rows of two vectors fill 31 and so do 9 rows of three; of the 16 of AVX2 and of SSE, 6 rows of two fill 15.
    /// </remarks>
    public static int MaxRows(int columns) => !Has512 ? 6 : columns > 32 ? 9 : 14;

    /// <summary>Computes <paramref name="rows"/> rows of <paramref name="columns"/> columns, which is 16, 32 or 48.</summary>
    public readonly void Compute(int rows, int columns) => MatMulTileShape.Compute(this, rows, columns);
}
