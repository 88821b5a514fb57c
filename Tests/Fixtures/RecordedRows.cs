namespace NativeGan.Tests.Fixtures;

/// <summary>Recorded batches of rows, [batches, rows, size], of which a training takes the first rows of each, again and again.</summary>
internal sealed class RecordedRows
{
    private readonly double[] _values;
    private readonly int _batches, _rows, _batchSize;

    /// <summary>The rows of a tensor.</summary>
    /// <param name="values">Batch by batch, row by row.</param>
    /// <param name="extents">Batches, rows of each, and numbers in a row.</param>
    /// <param name="batchSize">Rows that the training takes of a batch.</param>
    public RecordedRows(double[] values, (int Batches, int Rows, int Size) extents, int batchSize)
    {
        (_values, _batchSize) = (values, batchSize);
        (_batches, _rows, Size) = extents;
    }

    /// <summary>Numbers in a row.</summary>
    public int Size { get; }

    /// <summary>The first rows of a batch; the batches are cycled.</summary>
    public double[] Batch(int batch) => _values.AsSpan(batch % _batches * _rows * Size, _batchSize * Size).ToArray();

    /// <summary>The first rows of a batch, and of each the first numbers.</summary>
    public double[] BatchOfFirst(int numbers, int batch)
    {
        double[] rows = Batch(batch);
        return [.. Enumerable.Range(0, _batchSize).SelectMany(row => rows.AsSpan(row * Size, numbers).ToArray())];
    }

    /// <summary>The first rows of a batch, each followed by the row of another recording's batch.</summary>
    public double[] BatchBeside(int batch, RecordedRows others, int othersBatch)
    {
        double[] rows = Batch(batch), otherRows = others.Batch(othersBatch);
        return [.. Enumerable.Range(0, _batchSize).SelectMany(row => Row(rows, row, Size).Concat(Row(otherRows, row, others.Size)))];

        static IEnumerable<double> Row(double[] values, int row, int size) => values.Skip(row * size).Take(size);
    }
}
