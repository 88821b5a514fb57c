using System.Runtime.CompilerServices;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu;

/// <summary>
/// How a strided copy is done: the axes that are left of it, and the panels that the last one or two are cut into.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="CpuCopy"/> makes one for each <c>CopyBlock</c>. Axes of extent 1 are dropped, and neighbouring axes whose elements
/// follow one another alike in the source and in the target are merged into one. A panel is then a range of the last axis:
/// </para>
/// <list type="bullet">
/// <item>one memory copy, where that axis is contiguous in source and target;</item>
/// <item>a transposition, where that axis is contiguous in one of them and the axis before it in the other;</item>
/// <item>single elements, a stride apart, otherwise.</item>
/// </list>
/// <para>The panels of one position of the outer axes come one after the other, then those of the next position.</para>
/// </remarks>
internal unsafe struct CopyPlan
{
    // Elements of a panel at most, so that threads can share a long axis; of a transposition a few cache lines.
    private const int MaxLength = 16 * 1024, MaxTransposedLength = 64;

    private Axes _axes;
    private int _outerAxes;

    // The last axis, of which panels are ranges; in a transposition panels are ranges of the other axis, and of all of this one.
    private BlockAxis _last;
    private BlockAxis _transposed;
    private int _panelLength;
    private int _panelsOfPosition;

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
        _panelLength = isSerial ? length : Math.Min(length, isTransposition ? MaxTransposedLength : MaxLength);
        _panelsOfPosition = Partition.DivideUp(length, _panelLength);
        Panels = _panelsOfPosition;
        for (int axis = 0; axis < rank; axis++)
        {
            Panels *= _axes[axis].Extent;
        }
    }

    /// <summary>Panels in all.</summary>
    public int Panels { get; }

    /// <summary>Copies <paramref name="count"/> panels from number <paramref name="first"/> on.</summary>
    public void Copy(float* x, float* y, int first, int count)
    {
        // Where the first panel lies. After each position the last index goes up by one and, where it is at its end, the one
        // before.
        int* index = stackalloc int[BlockCopy.MaxRank];
        (int outer, int panel) = Math.DivRem(first, _panelsOfPosition);
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
            CopyPanel(x, y, panel);
            if (++panel < _panelsOfPosition)
            {
                continue;
            }

            panel = 0;
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

    private readonly void CopyPanel(float* x, float* y, int panel)
    {
        int start = panel * _panelLength;
        nint sourceStride = _last.SourceStride, targetStride = _last.TargetStride;
        if (_transposed.Extent > 1)
        {
            // target[p, j] = source[j, p], with j the last axis and p the transposed one.
            int length = Math.Min(_panelLength, _transposed.Extent - start);
            MatMulPacking.Transpose(
                x + start, sourceStride, _last.Extent, length, y + (nint)start * _transposed.TargetStride, _transposed.TargetStride);
            return;
        }

        int count = Math.Min(_panelLength, _last.Extent - start);
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
