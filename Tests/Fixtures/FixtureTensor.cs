using NativeGan.Engine;

namespace NativeGan.Tests.Fixtures;

/// <summary>A recorded tensor, whatever its type in the file.</summary>
/// <param name="Shape">Its extents.</param>
/// <param name="Values">Its elements in row-major order; single precision, integers and bytes are exact in double.</param>
public sealed record FixtureTensor(Shape Shape, double[] Values)
{
    /// <summary>The elements of a tensor of integers.</summary>
    public int[] ToIntegers() => [.. Values.Select(value => checked((int)value))];
}
