using System.Runtime.InteropServices;
using System.Text;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Formats;

/// <summary>Writes a matrix of float32 as NumPy's <c>.npy</c> (format 1.0, C order), row by row.</summary>
/// <remarks>
/// The number of rows of a file need not be known beforehand: the header has a fixed 128 bytes and is filled in by
/// <see cref="Complete"/>. Disposing without it leaves no file. Into a pipe it goes first, and must be known. Numbers are little-endian, as every platform of .NET that
/// this program is built for.
/// </remarks>
public sealed class NpyWriter : IDisposable
{
    // NumPy asks for a multiple of 64; 128 has room for every shape of two 64-bit extents.
    private const int HeaderLength = 128;

    private readonly AtomicFile? _file;
    private readonly Stream _stream;
    private readonly string _name;
    private readonly long? _promisedRows;
    private readonly int _columns;

    /// <summary>Starts a file of rows with <paramref name="columns"/> numbers each.</summary>
    /// <param name="path">The file; a device such as <c>/dev/stdout</c> only with <paramref name="rows"/>.</param>
    /// <param name="columns">Numbers in a row.</param>
    /// <param name="rows">Rows that will be written, no more and no fewer; null where that is not known.</param>
    /// <exception cref="InputException">The file cannot be made.</exception>
    public NpyWriter(string path, int columns, long? rows = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (_name, _promisedRows, _columns) = (path, rows, columns);
        _file = new AtomicFile(path);
        _stream = _file.Stream;
        Guarded(() => _stream.Write(rows is { } promised ? Header(promised, columns) : new byte[HeaderLength]));
    }

    /// <summary>Starts writing to a stream that cannot go back.</summary>
    /// <param name="stream">Where to; not owned.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="rows">Rows that will be written, no more and no fewer.</param>
    /// <param name="columns">Numbers in a row.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public NpyWriter(Stream stream, string name, long rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (_stream, _name, _promisedRows, _columns) = (stream, name, rows, columns);
        Guarded(() => _stream.Write(Header(rows, columns)));
    }

    /// <summary>Rows written so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Writes a whole matrix at once.</summary>
    /// <exception cref="ArgumentException">The values are not whole rows.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, int columns, ReadOnlySpan<float> values)
    {
        using var writer = new NpyWriter(path, columns);
        writer.WriteRows(values);
        writer.Complete();
    }

    /// <summary>Appends one row or several.</summary>
    /// <exception cref="ArgumentException">The values are not whole rows.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void WriteRows(ReadOnlySpan<float> values)
    {
        if (values.Length % _columns != 0)
        {
            throw new ArgumentException($"NpyWriter: {values.Length} values are not whole rows of {_columns}.", nameof(values));
        }

        try
        {
            _stream.Write(MemoryMarshal.AsBytes(values));
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Writing(_name, exception);
        }

        RowCount += values.Length / _columns;
    }

    /// <summary>Fills in the header and makes the file appear; of a stream, hands on what is buffered.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">Other than the promised number of rows were written.</exception>
    public void Complete()
    {
        if (_promisedRows is { } promised && RowCount != promised)
        {
            throw new InvalidOperationException($"NpyWriter: {RowCount} rows were written to {_name}, {promised} were promised.");
        }

        Guarded(() =>
        {
            if (_promisedRows is null)
            {
                _stream.Position = 0;
                _stream.Write(Header(RowCount, _columns));
            }

            _stream.Flush();
        });
        _file?.Commit();
    }

    /// <summary>Removes what was written, unless it was completed.</summary>
    public void Dispose() => _file?.Dispose();

    // \x93NUMPY, version 1.0, length of the text as 16 bits, the text as a Python dictionary padded with spaces, a line feed.
    private static byte[] Header(long rows, int columns)
    {
        string text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}";
        string padded = text.PadRight(HeaderLength - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, HeaderLength - 10, 0, .. Encoding.ASCII.GetBytes(padded)];
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            _file?.Dispose();
            throw FileErrors.Writing(_name, exception);
        }
    }
}
