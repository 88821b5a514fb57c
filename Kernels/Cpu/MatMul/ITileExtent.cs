namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>A number of rows or of vectors, as a type, so that loops over it can be unrolled by the compiler.</summary>
internal interface ITileExtent
{
    static abstract int Count { get; }
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
