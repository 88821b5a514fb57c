using System.Collections.Immutable;
using NativeGan.Engine.Backends;

namespace NativeGan.Engine;

/// <summary>The extents of a tensor, outermost axis first; rank 0 is a single number.</summary>
/// <remarks>Tensors are row-major and contiguous, so a shape is all there is to know about their layout.</remarks>
public sealed class Shape : IEquatable<Shape>
{
    /// <summary>Rank 0: one number.</summary>
    public static readonly Shape Scalar = new();

    private readonly ImmutableArray<int> _extents;

    /// <summary>A shape with the given extents.</summary>
    /// <exception cref="ShapeException">An extent is negative, or there are more than 2³¹ − 1 elements.</exception>
    public Shape(params ReadOnlySpan<int> extents)
    {
        foreach (int extent in extents)
        {
            if (extent < 0)
            {
                throw new ShapeException($"Shape: extents must not be negative, found [{string.Join(", ", extents.ToArray())}].");
            }
        }

        _extents = [.. extents];
        Count = ElementCount.Of(extents);
    }

    /// <summary>Number of axes.</summary>
    public int Rank => _extents.Length;

    /// <summary>Number of elements: the product of the extents, 1 for rank 0.</summary>
    public int Count { get; }

    /// <summary>The extents as a span.</summary>
    public ReadOnlySpan<int> Extents => _extents.AsSpan();

    /// <summary>The extent of an axis; negative axes count from the end.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int this[int axis] => _extents[Axis(axis)];

    /// <summary>An axis as a number from 0, where −1 means the last.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int Axis(int axis)
    {
        int positive = axis < 0 ? axis + Rank : axis;
        return positive >= 0 && positive < Rank
            ? positive
            : throw new ShapeException($"Axis {axis} does not exist in {this}; axes run from {-Rank} to {Rank - 1}.");
    }

    /// <summary>This tensor seen as [outer, extent, inner] around <paramref name="count"/> neighbouring axes.</summary>
    /// <exception cref="ShapeException">There is no such axis, or a tensor without elements has more than 2³¹ − 1 on one side of it.</exception>
    public AxisView Along(int firstAxis, int count = 1)
    {
        firstAxis = count == 0 ? firstAxis : Axis(firstAxis);
        ReadOnlySpan<int> extents = Extents;
        return new AxisView(
            ElementCount.Of(extents[..firstAxis]), ElementCount.Of(extents.Slice(firstAxis, count)), ElementCount.Of(extents[(firstAxis + count)..]));
    }

    /// <summary>Distances in elements between neighbours along each axis; 0 where there are no elements.</summary>
    public int[] Strides()
    {
        int[] strides = new int[Rank];
        if (Count == 0)
        {
            return strides;
        }

        int stride = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= _extents[axis];
        }

        return strides;
    }

    /// <summary>This shape with one axis replaced by another extent.</summary>
    public Shape With(int axis, int extent)
    {
        int[] extents = [.. _extents];
        extents[Axis(axis)] = extent;
        return new Shape(extents);
    }

    /// <summary>This shape without <paramref name="count"/> axes from <paramref name="firstAxis"/> on.</summary>
    public Shape Without(int firstAxis, int count) => new([.. Extents[..firstAxis], .. Extents[(firstAxis + count)..]]);

    /// <summary>
    /// The shape two tensors are broadcast to, as NumPy does it: shapes are aligned at the last axis, and an extent of 1
    /// (or a missing axis) stretches to the other's.
    /// </summary>
    /// <param name="a">One shape.</param>
    /// <param name="b">The other.</param>
    /// <param name="operation">Who asks, for the message.</param>
    /// <exception cref="ShapeException">Two extents differ and neither is 1.</exception>
    public static Shape Broadcast(Shape a, Shape b, string operation)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        int[] extents = new int[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            int extentA = fromEnd <= a.Rank ? a._extents[^fromEnd] : 1;
            int extentB = fromEnd <= b.Rank ? b._extents[^fromEnd] : 1;
            if (extentA != extentB && extentA != 1 && extentB != 1)
            {
                throw new ShapeException(
                    $"{operation}: {a} and {b} do not broadcast: axis {-fromEnd} has {extentA} and {extentB}. "
                    + "Extents must be equal, or one of them 1; use Reshape to add axes of extent 1.");
            }

            extents[^fromEnd] = extentA == 1 ? extentB : extentA;
        }

        return new Shape(extents);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _extents.AsSpan().SequenceEqual(other._extents.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int extent in _extents)
        {
            hash.Add(extent);
        }

        return hash.ToHashCode();
    }

    /// <summary>The extents in brackets: <c>[64, 784]</c>; <c>[]</c> for rank 0.</summary>
    public override string ToString() => $"[{string.Join(", ", _extents)}]";
}
