using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NativeGan.Kernels.Cpu;

/// <summary>The vector operations of <see cref="MatMulTile"/> at one vector width.</summary>
internal unsafe interface ITileLanes<TVector> where TVector : struct
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    static abstract TVector Broadcast(float value);

    /// <summary>a·b + c, fused where the hardware can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Add(TVector a, TVector b);

    static abstract void Store(TVector value, float* target);
}

/// <summary>A number of rows or of vectors, as a type, so that loops over it can be unrolled by the compiler.</summary>
internal interface ITileExtent
{
    static abstract int Count { get; }
}

/// <summary>How the rows of a lie under a tile.</summary>
internal interface ITileLayout
{
    /// <summary>Whether the elements that a step over the inner extent needs lie side by side: a is transposed or packed.</summary>
    static abstract bool AreAdjacent { get; }

    /// <summary>Whether the inner extent consists of runs, from each of which the next is a jump away.</summary>
    static abstract bool HasRuns { get; }
}

internal struct AdjacentRows : ITileLayout
{
    public static bool AreAdjacent => true;

    public static bool HasRuns => false;
}

internal struct AdjacentRowsInRuns : ITileLayout
{
    public static bool AreAdjacent => true;

    public static bool HasRuns => true;
}

internal struct DistantRowsInRuns : ITileLayout
{
    public static bool AreAdjacent => false;

    public static bool HasRuns => true;
}

internal struct DistantRows : ITileLayout
{
    public static bool AreAdjacent => false;

    public static bool HasRuns => false;
}

internal unsafe struct Lanes512 : ITileLanes<Vector512<float>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* target) => value.Store(target);
}

internal unsafe struct Lanes256 : ITileLanes<Vector256<float>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* target) => value.Store(target);
}

internal unsafe struct Lanes128 : ITileLanes<Vector128<float>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, float* target) => value.Store(target);
}

internal struct OneVector : ITileExtent
{
    public static int Count => 1;
}

internal struct TwoVectors : ITileExtent
{
    public static int Count => 2;
}

internal struct ThreeVectors : ITileExtent
{
    public static int Count => 3;
}

internal struct Rows1 : ITileExtent
{
    public static int Count => 1;
}

internal struct Rows2 : ITileExtent
{
    public static int Count => 2;
}

internal struct Rows3 : ITileExtent
{
    public static int Count => 3;
}

internal struct Rows4 : ITileExtent
{
    public static int Count => 4;
}

internal struct Rows5 : ITileExtent
{
    public static int Count => 5;
}

internal struct Rows6 : ITileExtent
{
    public static int Count => 6;
}

internal struct Rows7 : ITileExtent
{
    public static int Count => 7;
}

internal struct Rows8 : ITileExtent
{
    public static int Count => 8;
}

internal struct Rows9 : ITileExtent
{
    public static int Count => 9;
}

internal struct Rows10 : ITileExtent
{
    public static int Count => 10;
}

internal struct Rows11 : ITileExtent
{
    public static int Count => 11;
}

internal struct Rows12 : ITileExtent
{
    public static int Count => 12;
}

internal struct Rows13 : ITileExtent
{
    public static int Count => 13;
}

internal struct Rows14 : ITileExtent
{
    public static int Count => 14;
}
