using ILGPU;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <summary>Moves elements: strided blocks, rows by index, rows of a ring.</summary>
internal static class CopyKernels
{
    /// <summary>y[target(i)] = x[source(i)] for each element i of the block; one thread per element, 8 bytes each.</summary>
    public static void CopyBlock(BlockCopy copy, int count, ArrayView<float> x, ArrayView<float> y)
    {
        int element = Grid.GlobalIndex.X;
        if (element < count)
        {
            (int source, int target) = copy.Locate(element);
            y[target] = x[source];
        }
    }

    /// <summary>y[r, c] = f(table[indices[r], c]) for a table of numbers.</summary>
    /// <remarks>A device cannot throw: an index outside the table gives a row of NaN, and nothing is read.</remarks>
    public static void Gather<TFormula>(
        TFormula formula, int columns, ArrayView<float> table, ArrayView<int> indices, ArrayView<float> y)
        where TFormula : unmanaged, IUnaryFormula
    {
        int element = Grid.GlobalIndex.X;
        if (element < y.IntLength)
        {
            int row = indices[element / columns], rows = table.IntLength / columns;
            y[element] = row >= 0 && row < rows ? formula.Invoke(table[(row * columns) + (element % columns)]) : float.NaN;
        }
    }

    /// <summary>y[r, c] = f(table[indices[r], c]) for a table of bytes: 5 bytes per element instead of 8; NaN as in <see cref="Gather"/>.</summary>
    public static void GatherBytes<TFormula>(
        TFormula formula, int columns, ArrayView<byte> table, ArrayView<int> indices, ArrayView<float> y)
        where TFormula : unmanaged, IUnaryFormula
    {
        int element = Grid.GlobalIndex.X;
        if (element < y.IntLength)
        {
            int row = indices[element / columns], rows = table.IntLength / columns;
            y[element] = row >= 0 && row < rows ? formula.Invoke(table[(row * columns) + (element % columns)]) : float.NaN;
        }
    }

    /// <summary>table[t, c] = Σ rows[r, c] over all r with indices[r] = t.</summary>
    /// <remarks>
    /// One thread per element of the table looks through all indices in order: no two threads write the same element, so the
    /// sum needs no atomics and has one order. Meant for tables of few rows (labels) and batches of few hundred.
    /// </remarks>
    public static void ScatterAdd(int columns, ArrayView<float> rows, ArrayView<int> indices, ArrayView<float> table)
    {
        int element = Grid.GlobalIndex.X;
        if (element >= table.IntLength)
        {
            return;
        }

        int tableRow = element / columns, column = element % columns;
        float sum = 0f;
        for (int r = 0; r < indices.IntLength; r++)
        {
            if (indices[r] == tableRow)
            {
                sum += rows[(r * columns) + column];
            }
        }

        table[element] = sum;
    }

    /// <summary>row = ring[cursor]; every thread reads the cursor, which a later launch moves.</summary>
    public static void TakeRow<T>(ArrayView<T> ring, ArrayView<int> cursor, ArrayView<T> row)
        where T : unmanaged
    {
        int i = Grid.GlobalIndex.X;
        if (i < row.IntLength)
        {
            row[i] = ring[(cursor[0] * row.IntLength) + i];
        }
    }

    /// <summary>ring[cursor] = row; every thread reads the cursor, which a later launch moves.</summary>
    public static void PutRow<T>(ArrayView<T> row, ArrayView<int> cursor, ArrayView<T> ring)
        where T : unmanaged
    {
        int i = Grid.GlobalIndex.X;
        if (i < row.IntLength)
        {
            ring[(cursor[0] * row.IntLength) + i] = row[i];
        }
    }

    /// <summary>cursor = (cursor + 1) mod rows, by one thread.</summary>
    public static void AdvanceCursor(int rows, ArrayView<int> cursor)
    {
        int next = cursor[0] + 1;
        cursor[0] = next < rows ? next : 0;
    }
}
