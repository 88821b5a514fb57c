using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;

namespace NativeGan.Training.Evaluation;

/// <summary>Squared distances between the rows of two tables, block by block, by ‖a − b‖² = ‖a‖² + ‖b‖² − 2a·b with the products on a device.</summary>
/// <remarks>
/// 10,000 × 10,000 distances are 400 MB, so nobody holds all of them: a block is handed out and forgotten. In single precision a
/// distance is off by some 10⁻⁶ of the squared lengths, which matters where rows are close together; <see cref="FeatureDistances"/> looks again.
/// </remarks>
/// <param name="backend">The device.</param>
/// <param name="width">Numbers in a row of both tables.</param>
internal sealed class SquaredDistances(IBackend backend, int width)
{
    // 128 × 10,000 numbers are 5 MB: a block stays in the cache while it is looked at.
    private const int RowsOfABlock = 128, ColumnsOfABlock = 10_000;

    /// <summary>A block of distances.</summary>
    /// <param name="row">Number of its first row.</param>
    /// <param name="column">Number of its first column.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="block">‖b‖² − 2a·b for its rows a and columns b, row by row; add ‖a‖² for the squared distance.</param>
    public delegate void TakeBlock(int row, int column, int columns, ReadOnlySpan<float> block);

    /// <summary>Goes through all pairs: for each block of columns all rows, from the first.</summary>
    /// <param name="a">[rows, width].</param>
    /// <param name="b">[columns, width].</param>
    /// <param name="take">Given every block.</param>
    public void Visit(ReadOnlySpan<float> a, ReadOnlySpan<float> b, TakeBlock take)
    {
        int rows = a.Length / width, allColumns = b.Length / width;
        float[] block = new float[RowsOfABlock * Math.Min(ColumnsOfABlock, allColumns)];
        for (int column = 0; column < allColumns; column += ColumnsOfABlock)
        {
            int columns = Math.Min(ColumnsOfABlock, allColumns - column);
            ReadOnlySpan<float> part = b.Slice(column * width, columns * width);
            using TensorScope outer = new();
            Tensor right = Tensor.FromArray(backend, part, new Shape(columns, width)).Transpose(1, 0);
            Tensor norms = Tensor.FromArray(backend, Array.ConvertAll(SquaredNorms(part, width), static norm => (float)norm), new Shape(columns));
            for (int row = 0; row < rows; row += RowsOfABlock)
            {
                int count = Math.Min(RowsOfABlock, rows - row);
                using TensorScope inner = new();
                Tensor left = Tensor.FromArray(backend, a.Slice(row * width, count * width), new Shape(count, width)) * -2;
                left.Linear(right, norms).CopyTo(block.AsSpan(0, count * columns));
                take(row, column, columns, block.AsSpan(0, count * columns));
            }
        }
    }

    /// <summary>‖a‖² of each row.</summary>
    public static double[] SquaredNorms(ReadOnlySpan<float> rows, int width)
    {
        double[] norms = new double[rows.Length / width];
        for (int row = 0; row < norms.Length; row++)
        {
            double sum = 0;
            foreach (float value in rows.Slice(row * width, width))
            {
                sum += (double)value * value;
            }

            norms[row] = sum;
        }

        return norms;
    }
}
