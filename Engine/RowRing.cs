using System.Runtime.InteropServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Engine;

/// <summary>A ring of rows on a device with a cursor of its own: how a captured step takes something new, or leaves something behind, at each replay.</summary>
/// <remarks>The host refills or reads the ring between steps, every so many of them.</remarks>
public sealed class RowRing : IDisposable
{
    private readonly IBackend _backend;
    private readonly DeviceBuffer _rows;
    private readonly DeviceBuffer _cursor;

    /// <summary>A ring whose cursor is at row 0.</summary>
    /// <param name="backend">Where it lives.</param>
    /// <param name="rows">Rows in the ring, at least 1.</param>
    /// <param name="rowLength">Elements of a row, at least 1.</param>
    /// <param name="holdsIndices">Integers rather than numbers.</param>
    public RowRing(IBackend backend, int rows, int rowLength, bool holdsIndices = false)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowLength, 1);
        _backend = backend;
        Rows = rows;
        RowLength = rowLength;
        _rows = backend.Allocate(ElementCount.Of(rows, rowLength), holdsIndices ? ElementType.Int32 : backend.FloatType);
        _cursor = backend.Allocate(1, ElementType.Int32);
        Rewind();
    }

    /// <summary>Rows in the ring.</summary>
    public int Rows { get; }

    /// <summary>Elements of a row.</summary>
    public int RowLength { get; }

    /// <summary>Sets the cursor to row 0. Not within a captured step.</summary>
    public void Rewind() => _backend.Upload(stackalloc byte[sizeof(int)], _cursor);

    /// <summary>Replaces all rows by numbers of the host and rewinds. Not within a captured step.</summary>
    /// <exception cref="ShapeException">Not as many values as the ring has elements.</exception>
    public void Fill(ReadOnlySpan<double> values)
    {
        EnsureCount(values.Length, Rows * RowLength, "Fill");
        NumberTransfer.Upload(_backend, values, _rows);
        Rewind();
    }

    /// <summary>Replaces all rows by integers of the host and rewinds. Not within a captured step.</summary>
    /// <exception cref="ShapeException">Not as many values as the ring has elements.</exception>
    public void Fill(ReadOnlySpan<int> values)
    {
        EnsureCount(values.Length, Rows * RowLength, "Fill");
        _backend.Upload(MemoryMarshal.AsBytes(values), _rows);
        Rewind();
    }

    /// <summary>Copies all rows to the host. Not within a captured step.</summary>
    public void Read(Span<double> values) => NumberTransfer.Download(_backend, _rows, values);

    /// <summary>The next row as a tensor; the cursor moves on.</summary>
    /// <exception cref="ShapeException">The shape has not as many elements as a row.</exception>
    public Tensor Take(Shape shape)
    {
        EnsureCount(shape.Count, RowLength, "Take");
        Tensor row = Tensor.Allocate(_backend, shape);
        _backend.TakeRow(_rows, _cursor, row.Buffer);
        return row;
    }

    /// <summary>Copies the next row into <paramref name="target"/>; the cursor moves on.</summary>
    /// <exception cref="ShapeException">The target has not the length of a row.</exception>
    public void Take(Indices target)
    {
        EnsureCount(target.Shape.Count, RowLength, "Take");
        _backend.TakeRow(_rows, _cursor, target.LiveBuffer());
        target.Buffer.Version++;
    }

    /// <summary>Overwrites the next row; the cursor moves on.</summary>
    /// <exception cref="ShapeException">The tensor has not as many elements as a row.</exception>
    public void Put(Tensor row)
    {
        EnsureCount(row.Shape.Count, RowLength, "Put");
        _backend.PutRow(row.LiveBuffer(), _cursor, _rows);
    }

    /// <summary>Returns the buffers.</summary>
    public void Dispose()
    {
        _rows.Release();
        _cursor.Release();
    }

    private static void EnsureCount(int found, int expected, string action)
    {
        if (found != expected)
        {
            throw new ShapeException($"RowRing.{action}: found {found} elements, {expected} are expected.");
        }
    }
}
