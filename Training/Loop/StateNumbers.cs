namespace NativeGan.Training.Loop;

/// <summary>One array of a run's state.</summary>
/// <param name="Extents">Its extents; none for a scalar.</param>
/// <param name="Values">Its numbers, row by row.</param>
public sealed record StateNumbers(int[] Extents, double[] Values);
