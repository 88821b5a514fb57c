using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace NativeGan.Kernels.Cpu.MatMul;

/// <summary>
/// From a tile's shape to the <see cref="MatMulTileLoop"/> compiled for it: vector width, vectors of columns, layout of a, rows.
/// </summary>
/// <remarks>Each choice becomes a type argument, which the compiler knows as a constant.</remarks>
internal static unsafe class MatMulTileShape
{
    /// <summary>Computes <paramref name="rows"/> rows of <paramref name="columns"/> columns, which is 16, 32 or 48.</summary>
    public static void Compute(in MatMulTile tile, int rows, int columns)
    {
        if (MatMulTile.Has512)
        {
            Compute<Vector512<float>, Lanes512>(tile, rows, columns);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Compute<Vector256<float>, Lanes256>(tile, rows, columns);
        }
        else
        {
            Compute<Vector128<float>, Lanes128>(tile, rows, columns);
        }
    }

    /// <summary>The same with vectors of a width that the processor need not have: the bits are the same.</summary>
    /// <remarks>
    /// A run computes all columns if they are one or three vectors, else two vectors at a time. Each run gets a copy of the tile, because the
    /// loop changes the tile's fields.
    /// </remarks>
    internal static void Compute<TVector, TLanes>(in MatMulTile tile, int rows, int columns)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
    {
        MatMulTile copy = tile;
        if (columns == TLanes.Count)
        {
            Compute<TVector, TLanes, OneVector>(rows, &copy);
            return;
        }

        if (columns == 3 * TLanes.Count)
        {
            Compute<TVector, TLanes, ThreeVectors>(rows, &copy);
            return;
        }

        for (int column = 0; column < columns; column += 2 * TLanes.Count)
        {
            copy = tile;
            copy.B += column;
            copy.C += column;
            copy.Initial += copy.Initial == null ? 0 : column;
            copy.ComingC += copy.ComingC == null ? 0 : column;
            copy.ComingInitial += copy.ComingInitial == null ? 0 : column;
            Compute<TVector, TLanes, TwoVectors>(rows, &copy);
        }
    }

    private static void Compute<TVector, TLanes, TColumns>(int rows, MatMulTile* tile)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
    {
        bool hasLines = tile->FurtherLines > 0;
        if (tile->RowStrideA == 1 && hasLines)
        {
            Compute<TVector, TLanes, TColumns, AdjacentRowsInLines>(rows, tile);
        }
        else if (tile->RowStrideA == 1)
        {
            Compute<TVector, TLanes, TColumns, AdjacentRows>(rows, tile);
        }
        else if (hasLines)
        {
            Compute<TVector, TLanes, TColumns, DistantRowsInLines>(rows, tile);
        }
        else
        {
            Compute<TVector, TLanes, TColumns, DistantRows>(rows, tile);
        }
    }

    private static void Compute<TVector, TLanes, TColumns, TLayout>(int rows, MatMulTile* tile)
        where TVector : struct
        where TLanes : ITileLanes<TVector>
        where TColumns : ITileExtent
        where TLayout : ITileLayout
    {
        switch (rows)
        {
            case 1: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows1>(tile); break;
            case 2: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows2>(tile); break;
            case 3: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows3>(tile); break;
            case 4: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows4>(tile); break;
            case 5: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows5>(tile); break;
            case 6: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows6>(tile); break;
            case 7: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows7>(tile); break;
            case 8: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows8>(tile); break;
            case 9: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows9>(tile); break;
            case 10: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows10>(tile); break;
            case 11: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows11>(tile); break;
            case 12: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows12>(tile); break;
            case 13: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows13>(tile); break;
            case 14: MatMulTileLoop.Run<TVector, TLanes, TColumns, TLayout, Rows14>(tile); break;
            default: Debug.Fail("A tile has 1 to 14 rows."); break;
        }
    }
}
