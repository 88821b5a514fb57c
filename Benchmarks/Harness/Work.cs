namespace NativeGan.Benchmarks.Harness;

/// <summary>What one call has to do, however it is done.</summary>
/// <param name="FloatingPointOperations">Additions, multiplications, divisions and roots of the formula as it is written.</param>
/// <param name="Bytes">Bytes that must be read and written at least once each; caches and repeated reading do not count.</param>
internal readonly record struct Work(double FloatingPointOperations, double Bytes)
{
    /// <summary>The work of a product [rows, inner]·[inner, columns] in float32.</summary>
    public static Work MatMul(int rows, int columns, int inner) =>
        new(2.0 * rows * columns * inner, sizeof(float) * ((double)rows * inner + (double)inner * columns + (double)rows * columns));
}
