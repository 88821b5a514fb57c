using ILGPU;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu.MatMul;

/// <summary>c = f(op(a)·op(b) + addend), version 6, and the last step of products whose sum was cut into slices.</summary>
internal static class MatMulVectorKernels
{
    /// <summary>Elements of c per thread along each axis in <see cref="VectorTiled"/>.</summary>
    public const int Block = 8;

    /// <summary>Slices whose sum is one partial sum in <see cref="SumSlices"/>.</summary>
    public const int SlicesOfBlock = 64;

    // For groups of 16 × 16 threads: 128 rows or columns, 8 steps of k. A row of a tile has one Float4 of padding, so that
    // threads that write down a column meet different banks.
    private const int MostDepth = MatMulKernels.LargestEdge / 2;
    private const int Stride4 = (MatMulKernels.LargestEdge * Block / 4) + 1;
    private const int Stride = Stride4 * 4;
    private const int TileSize4 = MostDepth * Stride4;

    /// <summary>Version 6: 16 × 16 threads compute 128 × 128 elements of c, 8 × 8 each; 16-byte accesses; two tiles in turns.</summary>
    /// <remarks>
    /// What changed from version 5: four 16-byte reads of shared memory feed 64 multiplications instead of 16 (two reads fed
    /// them before), an element of a or b is read from memory once per 128 × 128 elements of c instead of 64 × 64, and mostly
    /// four at a time. While the group multiplies one pair of tiles, each thread already holds its share of the next pair in
    /// registers and afterwards writes it to the other buffer: memory is waited for during the arithmetic, and one barrier a
    /// round is enough. A thread's 8 rows are two runs of 4, half a tile apart, and so are its columns: the 16 threads of a
    /// row then read 256 neighbouring bytes of shared memory twice instead of every second 16 bytes.
    /// With 8 × 8 threads the same code computes 64 × 64 elements, 4 steps of k a round.
    /// Grid Z counts the slices of the sum; slice s is written as the s-th matrix of c.
    /// </remarks>
    public static void VectorTiled<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> a, ArrayView<float> b, ArrayView<float> addend, ArrayView<float> c)
        where TFormula : unmanaged, IUnaryFormula
    {
        ArrayView<Float4> tilesA = SharedMemory.Allocate<Float4>(2 * TileSize4);
        ArrayView<Float4> tilesB = SharedMemory.Allocate<Float4>(2 * TileSize4);
        ArrayView<float> flatA = tilesA.Cast<float>(), flatB = tilesB.Cast<float>();

        int edge = Group.DimX;
        int x = Group.IdxX, y = Group.IdxY;
        int thread = (y * edge) + x;
        int edgeShift = edge == MatMulKernels.LargestEdge ? 4 : 3;
        int depth = edge >> 1, half = edge * (Block / 2);
        int firstRow = Grid.IdxY * edge * Block, firstColumn = Grid.IdxX * edge * Block;

        // Which four elements of either tile a thread brings: four along k where the matrix is stored along k, else four
        // neighbouring rows (of a) or columns (of b). edge · edge threads bring edge · edge · 4 = tile · depth elements.
        bool alongInnerA = size.InnerStrideA == 1, alongInnerB = size.ColumnStrideB != 1;
        int placeA = PlaceOf(thread, edgeShift, alongInnerA), innerA = InnerOf(thread, edgeShift, alongInnerA);
        int placeB = PlaceOf(thread, edgeShift, alongInnerB), innerB = InnerOf(thread, edgeShift, alongInnerB);
        var fetchA = new TileFetch(alongInnerA, firstRow + placeA, size.Rows, size.RowStrideA, size.InnerStrideA);
        var fetchB = new TileFetch(alongInnerB, firstColumn + placeB, size.Columns, size.ColumnStrideB, size.InnerStrideB);

        int slice = Grid.IdxZ;
        int start = slice * size.SliceInner, end = MatMulKernels.Smaller(start + size.SliceInner, size.Inner);
        Put(tilesA, flatA, 0, alongInnerA, innerA, placeA, fetchA.Read(a, start + innerA, end));
        Put(tilesB, flatB, 0, alongInnerB, innerB, placeB, fetchB.Read(b, start + innerB, end));

        // The first pair of tiles is complete.
        Group.Barrier();

        Block4x4 topLeft = default, topRight = default, bottomLeft = default, bottomRight = default;
        int at = 0;
        for (; start < end; start += depth)
        {
            // Past the end these are zeros, and nobody multiplies them.
            Float4 nextA = fetchA.Read(a, start + depth + innerA, end);
            Float4 nextB = fetchB.Read(b, start + depth + innerB, end);
            for (int inner = 0; inner < depth; inner++)
            {
                int row = at + (inner * Stride4);
                Float4 top = tilesA[row + y], bottom = tilesA[row + edge + y];
                Float4 left = tilesB[row + x], right = tilesB[row + edge + x];
                topLeft = topLeft.AddOuterProduct(top, left);
                topRight = topRight.AddOuterProduct(top, right);
                bottomLeft = bottomLeft.AddOuterProduct(bottom, left);
                bottomRight = bottomRight.AddOuterProduct(bottom, right);
            }

            // Into the other pair: whoever still multiplies reads this one, and the other was last read before the barrier
            // that ended the round before.
            at = TileSize4 - at;
            Put(tilesA, flatA, at, alongInnerA, innerA, placeA, nextA);
            Put(tilesB, flatB, at, alongInnerB, innerB, placeB, nextB);
            Group.Barrier();
        }

        int row0 = firstRow + (y * 4), column0 = firstColumn + (x * 4);
        FinishBlock(size, activation, addend, c, slice, row0, column0, topLeft);
        FinishBlock(size, activation, addend, c, slice, row0, column0 + half, topRight);
        FinishBlock(size, activation, addend, c, slice, row0 + half, column0, bottomLeft);
        FinishBlock(size, activation, addend, c, slice, row0 + half, column0 + half, bottomRight);
    }

    /// <summary>c = f(Σ slices + addend), for the sums that a product left in slices; one thread per element, 4 bytes a slice.</summary>
    /// <remarks>Up to <see cref="SlicesOfBlock"/> slices are added in order; more are added in blocks of as many, and then the blocks.</remarks>
    public static void SumSlices<TFormula>(
        MatMulLayout size, TFormula activation, int slices, ArrayView<float> sums, ArrayView<float> addend, ArrayView<float> c)
        where TFormula : unmanaged, IUnaryFormula
    {
        int element = Grid.GlobalIndex.X;
        int count = size.Rows * size.Columns;
        if (element >= count)
        {
            return;
        }

        float sum = 0f;
        int place = element;
        for (int first = 0; first < slices; first += SlicesOfBlock)
        {
            int end = MatMulKernels.Smaller(first + SlicesOfBlock, slices);
            float sumOfBlock = 0f;
            for (int slice = first; slice < end; slice++)
            {
                sumOfBlock += sums[place];
                place += count;
            }

            sum += sumOfBlock;
        }

        if (size.HasAddend != 0)
        {
            int row = element / size.Columns;
            sum += addend[(row * size.AddendRowStride) + element - (row * size.Columns)];
        }

        c[element] = activation.Invoke(sum);
    }

    // Along k a row of the tile takes depth / 4 = edge / 8 threads, otherwise a step of k takes tile / 4 = 2 · edge.
    private static int PlaceOf(int thread, int edgeShift, bool alongInner) =>
        alongInner ? thread >> (edgeShift - 3) : (thread & ((2 << edgeShift) - 1)) << 2;

    private static int InnerOf(int thread, int edgeShift, bool alongInner) =>
        alongInner ? (thread & ((1 << (edgeShift - 3)) - 1)) << 2 : thread >> (edgeShift + 1);

    private static void Put(
        ArrayView<Float4> tiles, ArrayView<float> flat, int at, bool alongInner, int inner, int place, Float4 values)
    {
        if (alongInner)
        {
            int first = (at * 4) + (inner * Stride) + place;
            flat[first] = values.X;
            flat[first + Stride] = values.Y;
            flat[first + (2 * Stride)] = values.Z;
            flat[first + (3 * Stride)] = values.W;
        }
        else
        {
            tiles[at + (inner * Stride4) + (place >> 2)] = values;
        }
    }

    private static void FinishBlock<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> addend, ArrayView<float> c, int slice, int row, int column, Block4x4 sums)
        where TFormula : unmanaged, IUnaryFormula
    {
        FinishFour(size, activation, addend, c, slice, row, column, sums.Row0);
        FinishFour(size, activation, addend, c, slice, row + 1, column, sums.Row1);
        FinishFour(size, activation, addend, c, slice, row + 2, column, sums.Row2);
        FinishFour(size, activation, addend, c, slice, row + 3, column, sums.Row3);
    }

    // 16 bytes at once where rows of c start at multiples of 16 bytes and all four elements exist.
    private static void FinishFour<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> addend, ArrayView<float> c, int slice, int row, int column, Float4 sums)
        where TFormula : unmanaged, IUnaryFormula
    {
        if (row >= size.Rows || (size.Columns & 3) != 0 || column >= size.Columns)
        {
            MatMulKernels.FinishRow(size, activation, addend, c, slice, row, column, sums);
            return;
        }

        if (size.HasAddend != 0)
        {
            Float4 added = addend.Cast<Float4>()[((row * size.AddendRowStride) + column) >> 2];
            sums = new Float4(sums.X + added.X, sums.Y + added.Y, sums.Z + added.Z, sums.W + added.W);
        }

        c.Cast<Float4>()[((((slice * size.Rows) + row) * size.Columns) + column) >> 2] = new Float4(
            activation.Invoke(sums.X), activation.Invoke(sums.Y), activation.Invoke(sums.Z), activation.Invoke(sums.W));
    }
}
