using System.Runtime.CompilerServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>A strided copy as a number of equal pieces, each a run of memory, a transposition or a strided line.</summary>
/// <remarks>
/// Axes of extent 1 are dropped and neighbouring axes that lie alike in memory on both sides are merged. If the last axis
/// is then contiguous on both sides, a piece is a run; if it is contiguous on one side and the axis before it on the other, a
/// piece is a strip of a transposed matrix; otherwise a line of single elements.
/// </remarks>
internal unsafe struct CopyPlan
{
    // Long runs are cut so that threads can share them, transposed matrices into strips of whole cache lines.
    private const int RunLength = 16 * 1024;
    private const int StripRows = 64;

    private Axes _axes;
    private int _outerAxes;
    private BlockAxis _last;
    private BlockAxis _transposed;
    private int _stripLength;
    private int _strips;

    public CopyPlan(BlockCopy copy, bool isSerial)
    {
        int rank = 0;
        ReadOnlySpan<BlockAxis> all = [copy.A0, copy.A1, copy.A2, copy.A3, copy.A4, copy.A5];
        foreach (BlockAxis axis in all)
        {
            if (axis.Extent == 1)
            {
                continue;
            }

            BlockAxis before = rank > 0 ? _axes[rank - 1] : default;
            if (rank > 0
                && before.SourceStride == (long)axis.SourceStride * axis.Extent
                && before.TargetStride == (long)axis.TargetStride * axis.Extent)
            {
                _axes[rank - 1] = axis with { Extent = before.Extent * axis.Extent };
            }
            else
            {
                _axes[rank++] = axis;
            }
        }

        _last = rank > 0 ? _axes[--rank] : new BlockAxis(1, 1, 1);
        _transposed = new BlockAxis(1, 0, 0);
        BlockAxis above = rank > 0 ? _axes[rank - 1] : default;
        if (rank > 0 && above.SourceStride == 1 && _last.TargetStride == 1 && _last.SourceStride != 1)
        {
            _transposed = above;
            rank--;
        }
        else if (rank > 0 && above.TargetStride == 1 && _last.SourceStride == 1 && _last.TargetStride != 1)
        {
            // The same with the two axes in the other order.
            _transposed = _last;
            _last = above;
            rank--;
        }

        _outerAxes = rank;
        bool isTransposition = _transposed.Extent > 1;
        int length = isTransposition ? _transposed.Extent : _last.Extent;
        _stripLength = isSerial ? length : Math.Min(length, isTransposition ? StripRows : RunLength);
        _strips = Chunks.Count(length, _stripLength);
        Pieces = _strips;
        for (int axis = 0; axis < rank; axis++)
        {
            Pieces *= _axes[axis].Extent;
        }
    }

    /// <summary>Number of pieces.</summary>
    public int Pieces { get; }

    /// <summary>Copies <paramref name="count"/> pieces from number <paramref name="first"/> on.</summary>
    public void Copy(float* x, float* y, int first, int count)
    {
        // Where the first piece lies; from there on the indices count up like an odometer, without divisions.
        int* index = stackalloc int[BlockCopy.MaxRank];
        int strip = first % _strips, outer = first / _strips;
        for (int axis = _outerAxes - 1; axis >= 0; axis--)
        {
            BlockAxis a = _axes[axis];
            index[axis] = outer % a.Extent;
            outer /= a.Extent;
            x += (nint)index[axis] * a.SourceStride;
            y += (nint)index[axis] * a.TargetStride;
        }

        for (; count > 0; count--)
        {
            CopyPiece(x, y, strip);
            if (++strip < _strips)
            {
                continue;
            }

            strip = 0;
            for (int axis = _outerAxes - 1; axis >= 0; axis--)
            {
                BlockAxis a = _axes[axis];
                x += a.SourceStride;
                y += a.TargetStride;
                if (++index[axis] < a.Extent)
                {
                    break;
                }

                index[axis] = 0;
                x -= (nint)a.Extent * a.SourceStride;
                y -= (nint)a.Extent * a.TargetStride;
            }
        }
    }

    private readonly void CopyPiece(float* x, float* y, int strip)
    {
        int start = strip * _stripLength;
        nint sourceStride = _last.SourceStride, targetStride = _last.TargetStride;
        if (_transposed.Extent > 1)
        {
            // target[p, j] = source[j, p], with j the last axis and p the transposed one.
            int length = Math.Min(_stripLength, _transposed.Extent - start);
            MatMulPacking.Transpose(
                x + start, sourceStride, _last.Extent, length, y + (nint)start * _transposed.TargetStride, _transposed.TargetStride);
            return;
        }

        int count = Math.Min(_stripLength, _last.Extent - start);
        x += start * sourceStride;
        y += start * targetStride;
        if (sourceStride == 1 && targetStride == 1)
        {
            Unsafe.CopyBlockUnaligned(y, x, (uint)count * sizeof(float));
            return;
        }

        for (; count > 0; count--)
        {
            *y = *x;
            x += sourceStride;
            y += targetStride;
        }
    }

    [InlineArray(BlockCopy.MaxRank)]
    private struct Axes
    {
        private BlockAxis _first;
    }
}
