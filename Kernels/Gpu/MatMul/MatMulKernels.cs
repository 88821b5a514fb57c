using ILGPU;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu.MatMul;

/// <summary>c = f(op(a)·op(b) + addend) in versions 1 to 5; see <see cref="GpuMatMulVersion"/>.</summary>
/// <remarks>
/// Every version adds the products of one element in the order of k, in one accumulator. The epilogue (addend, then the
/// formula) runs on the accumulator before the only write of c. X counts columns and Y rows, so that neighbouring threads
/// write neighbouring elements, but in version 1. With Inner = 0 the sum is empty and c = f(addend). Where a sum is cut into
/// slices, grid Z counts them and <see cref="MatMulLayout.SliceInner"/> is their length: slice s is written as the s-th matrix of c.
/// </remarks>
internal static class MatMulKernels
{
    /// <summary>Most threads along one edge of a group in <see cref="Tiled"/> and <see cref="RegisterTiled"/>.</summary>
    public const int LargestEdge = 16;

    /// <summary>Elements of c per thread along each axis in <see cref="RegisterBlocked"/> and <see cref="RegisterTiled"/>.</summary>
    public const int Block = 4;

    // How far RegisterTiled moves along k between two barriers.
    private const int Depth = 16;

    /// <summary>Version 1: one thread per element; neighbouring threads work on neighbouring rows.</summary>
    /// <remarks>
    /// Written as one would for a processor. On a GPU the 32 threads that run together then write, and read of a, 32 places
    /// a whole row apart: 32 memory transactions where one would do.
    /// </remarks>
    public static void Naive<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> a, ArrayView<float> b, ArrayView<float> addend, ArrayView<float> c)
        where TFormula : unmanaged, IUnaryFormula =>
        OneElement(size, activation, a, b, addend, c, row: Grid.GlobalIndex.X, column: Grid.GlobalIndex.Y);

    /// <summary>Version 2: the same with rows and columns exchanged: neighbouring threads work on neighbouring columns.</summary>
    /// <remarks>
    /// Together they now write 128 bytes in a row and read 128 of b; all of them read the same element of a. Still 8 bytes
    /// are read for each multiplication, and the caches have to help.
    /// </remarks>
    public static void Coalesced<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> a, ArrayView<float> b, ArrayView<float> addend, ArrayView<float> c)
        where TFormula : unmanaged, IUnaryFormula =>
        OneElement(size, activation, a, b, addend, c, row: Grid.GlobalIndex.Y, column: Grid.GlobalIndex.X);

    private static void OneElement<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> a, ArrayView<float> b, ArrayView<float> addend, ArrayView<float> c,
        int row, int column)
        where TFormula : unmanaged, IUnaryFormula
    {
        if (row >= size.Rows || column >= size.Columns)
        {
            return;
        }

        int slice = Grid.IdxZ;
        int start = slice * size.SliceInner, end = Smaller(start + size.SliceInner, size.Inner);
        float sum = 0f;
        int indexA = (row * size.RowStrideA) + (start * size.InnerStrideA);
        int indexB = (column * size.ColumnStrideB) + (start * size.InnerStrideB);
        for (int k = start; k < end; k++)
        {
            sum += a[indexA] * b[indexB];
            indexA += size.InnerStrideA;
            indexB += size.InnerStrideB;
        }

        Finish(size, activation, addend, c, slice, row, column, sum);
    }

    /// <summary>Version 3: a group computes a square of c with as many threads; each element of a and b is read once per square.</summary>
    /// <remarks>
    /// The edge of the square is the group's, 16 or less. Rows of a tile are 17 floats apart, so that a column of it lies in
    /// different banks.
    /// </remarks>
    public static void Tiled<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> a, ArrayView<float> b, ArrayView<float> addend, ArrayView<float> c)
        where TFormula : unmanaged, IUnaryFormula
    {
        const int Stride = LargestEdge + 1;
        ArrayView<float> tileA = SharedMemory.Allocate<float>(LargestEdge * Stride);
        ArrayView<float> tileB = SharedMemory.Allocate<float>(LargestEdge * Stride);
        int edge = Group.DimX;
        int x = Group.IdxX, y = Group.IdxY;
        int firstRow = Grid.IdxY * edge, firstColumn = Grid.IdxX * edge;

        // A thread's place within the loaded tiles. Where the stored matrix runs along the other axis, x and y change
        // roles, so that neighbouring threads (x) read neighbouring elements for all four transpositions.
        bool swapA = size.InnerStrideA != 1;
        int rowA = swapA ? x : y, innerA = swapA ? y : x;
        bool swapB = size.ColumnStrideB != 1;
        int innerB = swapB ? x : y, columnB = swapB ? y : x;

        int slice = Grid.IdxZ;
        int end = Smaller((slice + 1) * size.SliceInner, size.Inner);
        float sum = 0f;
        for (int start = slice * size.SliceInner; start < end; start += edge)
        {
            // Each thread brings one element of either tile; outside the matrices it brings 0, which adds nothing.
            int row = firstRow + rowA, k = start + innerA;
            tileA[(rowA * Stride) + innerA] = row < size.Rows && k < end
                ? a[(row * size.RowStrideA) + (k * size.InnerStrideA)]
                : 0f;
            int column = firstColumn + columnB;
            k = start + innerB;
            tileB[(innerB * Stride) + columnB] = column < size.Columns && k < end
                ? b[(k * size.InnerStrideB) + (column * size.ColumnStrideB)]
                : 0f;

            // Both tiles are complete; now everyone reads row y of one and column x of the other.
            Group.Barrier();
            for (int inner = 0; inner < edge; inner++)
            {
                sum += tileA[(y * Stride) + inner] * tileB[(inner * Stride) + x];
            }

            // Nobody reads the tiles any more; the next round may overwrite them.
            Group.Barrier();
        }

        if (firstRow + y < size.Rows && firstColumn + x < size.Columns)
        {
            Finish(size, activation, addend, c, slice, firstRow + y, firstColumn + x, sum);
        }
    }

    /// <summary>Version 4: 8 loads feed 16 multiplications, all in registers.</summary>
    /// <remarks>
    /// A thread owns 4 neighbouring rows and 4 neighbouring columns. Rows and columns past the end are clamped for reading, which
    /// keeps tests out of the loop, and are not written. Sixteen scalars rather than an array: arrays live in local memory.
    /// Made for OpenCL on processors: where b's columns are neighbours in memory the compiler turns the four columns into
    /// one vector, and the loop for that case is written separately so that it can see it.
    /// </remarks>
    public static void RegisterBlocked<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> a, ArrayView<float> b, ArrayView<float> addend, ArrayView<float> c)
        where TFormula : unmanaged, IUnaryFormula
    {
        int column0 = Grid.GlobalIndex.X * Block, row0 = Grid.GlobalIndex.Y * Block;
        if (row0 >= size.Rows || column0 >= size.Columns)
        {
            return;
        }

        int lastRow = size.Rows - 1, lastColumn = size.Columns - 1;
        int a0 = row0 * size.RowStrideA, a1 = Smaller(row0 + 1, lastRow) * size.RowStrideA;
        int a2 = Smaller(row0 + 2, lastRow) * size.RowStrideA, a3 = Smaller(row0 + 3, lastRow) * size.RowStrideA;

        int slice = Grid.IdxZ;
        int start = slice * size.SliceInner, end = Smaller(start + size.SliceInner, size.Inner);
        Float4 sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int offsetA = start * size.InnerStrideA;
        if (size.ColumnStrideB == 1 && column0 + 3 <= lastColumn)
        {
            int offsetB = column0 + (start * size.InnerStrideB);
            for (int k = start; k < end; k++)
            {
                var rowOfB = new Float4(b[offsetB], b[offsetB + 1], b[offsetB + 2], b[offsetB + 3]);
                sum0 = sum0.AddProduct(a[offsetA + a0], rowOfB);
                sum1 = sum1.AddProduct(a[offsetA + a1], rowOfB);
                sum2 = sum2.AddProduct(a[offsetA + a2], rowOfB);
                sum3 = sum3.AddProduct(a[offsetA + a3], rowOfB);
                offsetA += size.InnerStrideA;
                offsetB += size.InnerStrideB;
            }
        }
        else
        {
            int b0 = column0 * size.ColumnStrideB, b1 = Smaller(column0 + 1, lastColumn) * size.ColumnStrideB;
            int b2 = Smaller(column0 + 2, lastColumn) * size.ColumnStrideB, b3 = Smaller(column0 + 3, lastColumn) * size.ColumnStrideB;
            int offsetB = start * size.InnerStrideB;
            for (int k = start; k < end; k++)
            {
                var rowOfB = new Float4(b[offsetB + b0], b[offsetB + b1], b[offsetB + b2], b[offsetB + b3]);
                sum0 = sum0.AddProduct(a[offsetA + a0], rowOfB);
                sum1 = sum1.AddProduct(a[offsetA + a1], rowOfB);
                sum2 = sum2.AddProduct(a[offsetA + a2], rowOfB);
                sum3 = sum3.AddProduct(a[offsetA + a3], rowOfB);
                offsetA += size.InnerStrideA;
                offsetB += size.InnerStrideB;
            }
        }

        FinishRow(size, activation, addend, c, slice, row0, column0, sum0);
        FinishRow(size, activation, addend, c, slice, row0 + 1, column0, sum1);
        FinishRow(size, activation, addend, c, slice, row0 + 2, column0, sum2);
        FinishRow(size, activation, addend, c, slice, row0 + 3, column0, sum3);
    }

    /// <summary>Version 5: a group of 16 × 16 threads computes 64 × 64 elements of c, 16 steps of k between barriers.</summary>
    /// <remarks>
    /// A thread owns 4 neighbouring rows and 4 neighbouring columns: two 16-byte reads of shared memory feed 16 multiplications.
    /// Each element of a and b is read from memory once per 64 × 64 elements of c: 1/8 byte per multiplication. Both tiles are
    /// stored with k as the slow axis. With groups of 8 × 8 the same code computes 32 × 32.
    /// </remarks>
    public static void RegisterTiled<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> a, ArrayView<float> b, ArrayView<float> addend, ArrayView<float> c)
        where TFormula : unmanaged, IUnaryFormula
    {
        // One Float4 of padding per row of k: threads that write a column of the tile then meet other banks.
        const int Stride4 = LargestEdge + 1;
        const int Stride = Stride4 * Block;
        ArrayView<Float4> tileA = SharedMemory.Allocate<Float4>(Depth * Stride4);
        ArrayView<Float4> tileB = SharedMemory.Allocate<Float4>(Depth * Stride4);
        ArrayView<float> flatA = tileA.Cast<float>();
        ArrayView<float> flatB = tileB.Cast<float>();

        int edge = Group.DimX;
        int x = Group.IdxX, y = Group.IdxY;
        int threads = edge * edge, thread = (y * edge) + x;
        int tile = edge * Block;
        int tileShift = edge == LargestEdge ? 6 : 5;
        int firstRow = Grid.IdxY * tile, firstColumn = Grid.IdxX * tile;
        bool alongInnerA = size.InnerStrideA == 1;
        bool alongInnerB = size.ColumnStrideB != 1;

        int slice = Grid.IdxZ;
        int end = Smaller((slice + 1) * size.SliceInner, size.Inner);
        Float4 sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (int start = slice * size.SliceInner; start < end; start += Depth)
        {
            // Together the threads bring tile × Depth elements of either matrix, walking the axis along which the matrix is
            // stored. Outside the matrices they bring 0, which adds nothing.
            for (int element = thread; element < tile * Depth; element += threads)
            {
                int inner = alongInnerA ? element & (Depth - 1) : element >> tileShift;
                int place = alongInnerA ? element >> 4 : element & (tile - 1);
                int row = firstRow + place, k = start + inner;
                flatA[(inner * Stride) + place] = row < size.Rows && k < end
                    ? a[(row * size.RowStrideA) + (k * size.InnerStrideA)]
                    : 0f;
            }

            for (int element = thread; element < tile * Depth; element += threads)
            {
                int inner = alongInnerB ? element & (Depth - 1) : element >> tileShift;
                int place = alongInnerB ? element >> 4 : element & (tile - 1);
                int column = firstColumn + place, k = start + inner;
                flatB[(inner * Stride) + place] = column < size.Columns && k < end
                    ? b[(k * size.InnerStrideB) + (column * size.ColumnStrideB)]
                    : 0f;
            }

            // Both tiles are complete; now every thread reads its 4 rows and 4 columns for each k.
            Group.Barrier();
            for (int inner = 0; inner < Depth; inner++)
            {
                Float4 rows = tileA[(inner * Stride4) + y];
                Float4 columns = tileB[(inner * Stride4) + x];
                sum0 = sum0.AddProduct(rows.X, columns);
                sum1 = sum1.AddProduct(rows.Y, columns);
                sum2 = sum2.AddProduct(rows.Z, columns);
                sum3 = sum3.AddProduct(rows.W, columns);
            }

            // Nobody reads the tiles any more; the next round may overwrite them.
            Group.Barrier();
        }

        int row0 = firstRow + (y * Block), column0 = firstColumn + (x * Block);
        FinishRow(size, activation, addend, c, slice, row0, column0, sum0);
        FinishRow(size, activation, addend, c, slice, row0 + 1, column0, sum1);
        FinishRow(size, activation, addend, c, slice, row0 + 2, column0, sum2);
        FinishRow(size, activation, addend, c, slice, row0 + 3, column0, sum3);
    }

    /// <summary>Writes four neighbours of a row of a slice, as far as they exist.</summary>
    internal static void FinishRow<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> addend, ArrayView<float> c, int slice, int row, int column, Float4 sums)
        where TFormula : unmanaged, IUnaryFormula
    {
        FinishWithin(size, activation, addend, c, slice, row, column, sums.X);
        FinishWithin(size, activation, addend, c, slice, row, column + 1, sums.Y);
        FinishWithin(size, activation, addend, c, slice, row, column + 2, sums.Z);
        FinishWithin(size, activation, addend, c, slice, row, column + 3, sums.W);
    }

    /// <summary>Writes one element of a slice, if it exists.</summary>
    internal static void FinishWithin<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> addend, ArrayView<float> c, int slice, int row, int column, float sum)
        where TFormula : unmanaged, IUnaryFormula
    {
        if (row < size.Rows && column < size.Columns)
        {
            Finish(size, activation, addend, c, slice, row, column, sum);
        }
    }

    private static void Finish<TFormula>(
        MatMulLayout size, TFormula activation, ArrayView<float> addend, ArrayView<float> c, int slice, int row, int column, float sum)
        where TFormula : unmanaged, IUnaryFormula
    {
        if (size.HasAddend != 0)
        {
            sum += addend[(row * size.AddendRowStride) + column];
        }

        c[(((slice * size.Rows) + row) * size.Columns) + column] = activation.Invoke(sum);
    }

    /// <summary>The smaller of two numbers.</summary>
    internal static int Smaller(int value, int limit) => value < limit ? value : limit;
}
