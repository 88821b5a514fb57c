using ILGPU;

namespace NativeGan.Kernels.Gpu;

/// <summary>Sum and maximum over the middle axis, and the way back.</summary>
/// <remarks>
/// A long extent is reduced in two launches: [Outer, Extent, Inner] → partial results [Outer, Chunks, Inner] → [Outer, Inner].
/// The chunks depend on the shape and the kind of device only, so the order of additions, and with it every bit of the
/// result, is fixed. Limited by memory: 4 bytes per element of x.
/// </remarks>
internal static class ReductionKernels
{
    /// <summary>Threads of a group in <see cref="ReduceTree"/> at most, and so its shared memory in floats.</summary>
    public const int LargestGroup = 256;

    /// <summary>One thread per output walks its chunk in order; no barriers.</summary>
    /// <remarks>Neighbouring threads are neighbours along Inner, so reads are coalesced unless Inner is small.</remarks>
    public static void ReduceSerial<TReduction>(
        TReduction reduction, ReductionLayout layout, ArrayView<float> x, ArrayView<float> y)
        where TReduction : unmanaged, IReduction
    {
        int output = Grid.GlobalIndex.X;
        if (output >= y.IntLength)
        {
            return;
        }

        // output = (outer · Chunks + chunk) · Inner + inner
        int inner = output % layout.Inner;
        int outerAndChunk = output / layout.Inner;
        int outer = outerAndChunk / layout.Chunks;
        int first = outerAndChunk % layout.Chunks * layout.ChunkLength;
        int end = first + layout.ChunkLength < layout.Extent ? first + layout.ChunkLength : layout.Extent;

        float result = reduction.Identity;
        int index = (((outer * layout.Extent) + first) * layout.Inner) + inner;
        for (int start = first; start < end; start += layout.BlockLength)
        {
            int endOfBlock = start + layout.BlockLength < end ? start + layout.BlockLength : end;
            float resultOfBlock = reduction.Identity;
            for (int e = start; e < endOfBlock; e++)
            {
                resultOfBlock = reduction.Combine(resultOfBlock, x[index]);
                index += layout.Inner;
            }

            result = reduction.Combine(result, resultOfBlock);
        }

        y[output] = result;
    }

    /// <summary>A group per chunk and per block of Inner reduces in shared memory.</summary>
    /// <remarks>
    /// The group's threads form a table: <paramref name="lanes"/> (a power of two, given with its logarithm) along Inner, so that a row
    /// of threads reads neighbouring elements, and the rest along the extent. Grid X is the block along Inner, grid Y the
    /// chunk, grid Z the outer index.
    /// </remarks>
    public static void ReduceTree<TReduction>(
        TReduction reduction, ReductionLayout layout, int lanes, int lanesLog2, ArrayView<float> x, ArrayView<float> y)
        where TReduction : unmanaged, IReduction
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(LargestGroup);
        int thread = Group.IdxX;
        int rows = Group.DimX >> lanesLog2;
        int lane = thread & (lanes - 1), row = thread >> lanesLog2;
        int inner = (Grid.IdxX * lanes) + lane;
        int chunk = Grid.IdxY, outer = Grid.IdxZ;
        int first = chunk * layout.ChunkLength;
        int end = first + layout.ChunkLength < layout.Extent ? first + layout.ChunkLength : layout.Extent;

        // A thread past the end of Inner takes part in the barriers with the result of nothing.
        float result = reduction.Identity;
        if (inner < layout.Inner)
        {
            int block = layout.BlockLength * rows;
            for (int start = first; start < end; start += block)
            {
                int endOfBlock = start + block < end ? start + block : end;
                float resultOfBlock = reduction.Identity;
                for (int e = start + row; e < endOfBlock; e += rows)
                {
                    resultOfBlock = reduction.Combine(resultOfBlock, x[(((outer * layout.Extent) + e) * layout.Inner) + inner]);
                }

                result = reduction.Combine(result, resultOfBlock);
            }
        }

        // Every thread writes its own place; after the barrier the upper half of the rows is folded into the lower, again and
        // again. The barrier inside the loop separates a round's writes (lower rows) from the next round's reads.
        shared[thread] = result;
        Group.Barrier();
        for (int half = rows >> 1; half > 0; half >>= 1)
        {
            if (row < half)
            {
                shared[thread] = reduction.Combine(shared[thread], shared[thread + (half << lanesLog2)]);
            }

            Group.Barrier();
        }

        if (row == 0 && inner < layout.Inner)
        {
            y[(((outer * layout.Chunks) + chunk) * layout.Inner) + inner] = shared[lane];
        }
    }

    /// <summary>y[o, e, i] = x[o, i]: one thread per element of y, 8 bytes each (x mostly from cache).</summary>
    public static void Broadcast(int extent, int inner, ArrayView<float> x, ArrayView<float> y)
    {
        int element = Grid.GlobalIndex.X;
        if (element < y.IntLength)
        {
            int outer = element / inner / extent;
            y[element] = x[(outer * inner) + (element % inner)];
        }
    }
}
