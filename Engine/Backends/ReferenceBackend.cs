using System.Runtime.InteropServices;

namespace NativeGan.Engine.Backends;

/// <summary>Plain loops, stored and computed in double precision: the definition of what every other backend must compute.</summary>
/// <remarks>The backend to step through with a debugger, and the one on which gradients are checked to 1e-7. Not fast.</remarks>
public sealed class ReferenceBackend : IBackend
{
    private readonly CallRecorder _recorder = new();

    /// <inheritdoc/>
    public string Name => "reference";

    /// <inheritdoc/>
    public string Description => "plain loops in double precision, one thread";

    /// <inheritdoc/>
    public ElementType FloatType => ElementType.Float64;

    /// <inheritdoc/>
    public DeviceBuffer Allocate(int length, ElementType type)
    {
        DeviceBuffer buffer = type switch
        {
            ElementType.Float64 => new HostBuffer<double>(length, type),
            ElementType.Int32 => new HostBuffer<int>(length, type),
            ElementType.UInt8 => new HostBuffer<byte>(length, type),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The reference backend computes in Float64."),
        };
        _recorder.NoteAllocation(buffer);
        return buffer;
    }

    /// <inheritdoc/>
    public void Hold(DeviceBuffer buffer) => _recorder.Hold(buffer);

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<byte> source, DeviceBuffer target)
    {
        _recorder.EnsureNotCapturing(nameof(Upload));
        source.CopyTo(Bytes(target));
    }

    /// <inheritdoc/>
    public void Download(DeviceBuffer source, Span<byte> target)
    {
        _recorder.EnsureNotCapturing(nameof(Download));
        Bytes(source).CopyTo(target);
    }

    /// <inheritdoc/>
    public void Synchronize()
    {
        // Every call is finished when it returns.
    }

    /// <inheritdoc/>
    public ICapturedStep Capture(Action step) => _recorder.Capture(step, static () => { });

    /// <inheritdoc/>
    public void Fill(double value, DeviceBuffer y) => _recorder.Run(() => Array.Fill(Numbers(y), value));

    /// <inheritdoc/>
    public void Map<TFormula>(TFormula formula, DeviceBuffer x, DeviceBuffer y) where TFormula : unmanaged, IUnaryFormula => _recorder.Run(() =>
    {
        double[] from = Numbers(x), to = Numbers(y);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = formula.Invoke(from[i]);
        }
    });

    /// <inheritdoc/>
    public void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer y)
        where TFormula : unmanaged, IBinaryFormula => _recorder.Run(() =>
    {
        double[] first = Numbers(a), second = Numbers(b), to = Numbers(y);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = formula.Invoke(first[i], second[i]);
        }
    });

    /// <inheritdoc/>
    public void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer c, DeviceBuffer y)
        where TFormula : unmanaged, ITernaryFormula => _recorder.Run(() =>
    {
        double[] first = Numbers(a), second = Numbers(b), third = Numbers(c), to = Numbers(y);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = formula.Invoke(first[i], second[i], third[i]);
        }
    });

    /// <inheritdoc/>
    public void MatMul<TFormula>(
        MatMulSize size, DeviceBuffer a, DeviceBuffer b, DeviceBuffer? addend, TFormula activation, DeviceBuffer c)
        where TFormula : unmanaged, IUnaryFormula => _recorder.Run(() =>
    {
        double[] left = Numbers(a), right = Numbers(b), to = Numbers(c);
        double[]? offsets = addend is null ? null : Numbers(addend);
        int offsetStride = addend is null ? 0 : size.AddendRowStride(addend);
        for (int row = 0; row < size.Rows; row++)
        {
            for (int column = 0; column < size.Columns; column++)
            {
                double sum = 0;
                for (int inner = 0; inner < size.Inner; inner++)
                {
                    sum += left[row * size.RowStrideA + inner * size.InnerStrideA]
                        * right[inner * size.InnerStrideB + column * size.ColumnStrideB];
                }

                to[row * size.Columns + column] = activation.Invoke(offsets is null ? sum : sum + offsets[row * offsetStride + column]);
            }
        }
    });

    /// <inheritdoc/>
    public void Sum(AxisView view, DeviceBuffer x, DeviceBuffer y) => Reduce(view, x, y, 0, static (sum, value) => sum + value);

    /// <inheritdoc/>
    public void Max(AxisView view, DeviceBuffer x, DeviceBuffer y) => Reduce(view, x, y, double.NegativeInfinity, Math.Max);

    /// <inheritdoc/>
    public void Broadcast(AxisView view, DeviceBuffer x, DeviceBuffer y) => _recorder.Run(() =>
    {
        double[] from = Numbers(x), to = Numbers(y);
        for (int outer = 0; outer < view.Outer; outer++)
        {
            for (int extent = 0; extent < view.Extent; extent++)
            {
                for (int inner = 0; inner < view.Inner; inner++)
                {
                    to[(outer * view.Extent + extent) * view.Inner + inner] = from[outer * view.Inner + inner];
                }
            }
        }
    });

    /// <inheritdoc/>
    public void CopyBlock(BlockCopy copy, DeviceBuffer x, DeviceBuffer y) => _recorder.Run(() =>
    {
        double[] from = Numbers(x), to = Numbers(y);
        for (int element = 0; element < copy.Count; element++)
        {
            (int source, int target) = copy.Locate(element);
            to[target] = from[source];
        }
    });

    /// <inheritdoc/>
    public void Unfold(ConvolutionWindow window, DeviceBuffer images, DeviceBuffer columns) => _recorder.Run(() =>
    {
        double[] from = Numbers(images), to = Numbers(columns);
        Array.Clear(to);
        VisitWindows(window, (pixel, column) => Array.Copy(from, pixel, to, column, window.Channels));
    });

    /// <inheritdoc/>
    public void Fold<TFormula>(
        ConvolutionWindow window, DeviceBuffer columns, DeviceBuffer? addend, TFormula activation, DeviceBuffer images)
        where TFormula : unmanaged, IUnaryFormula => _recorder.Run(() =>
    {
        double[] from = Numbers(columns), to = Numbers(images);
        double[]? offsets = addend is null ? null : Numbers(addend);
        Array.Clear(to);
        VisitWindows(window, (pixel, column) =>
        {
            for (int channel = 0; channel < window.Channels; channel++)
            {
                to[pixel + channel] += from[column + channel];
            }
        });
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = activation.Invoke(offsets is null ? to[i] : to[i] + offsets[i % offsets.Length]);
        }
    });

    /// <inheritdoc/>
    public void Gather<TFormula>(TFormula formula, int columns, DeviceBuffer table, DeviceBuffer indices, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula => _recorder.Run(() =>
    {
        int[] rows = Elements<int>(indices);
        double[] to = Numbers(y);
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                long source = ((long)rows[row] * columns) + column;
                to[row * columns + column] = formula.Invoke(
                    table.Type == ElementType.UInt8 ? Elements<byte>(table)[source] : Numbers(table)[source]);
            }
        }
    });

    /// <inheritdoc/>
    public void ScatterAdd(int columns, DeviceBuffer rows, DeviceBuffer indices, DeviceBuffer table) => _recorder.Run(() =>
    {
        int[] targets = Elements<int>(indices);
        double[] from = Numbers(rows), to = Numbers(table);
        Array.Clear(to);
        for (int row = 0; row < targets.Length; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                to[((long)targets[row] * columns) + column] += from[row * columns + column];
            }
        }
    });

    /// <inheritdoc/>
    public void Random(RandomDraw draw, DeviceBuffer counter, DeviceBuffer y) => _recorder.Run(() =>
    {
        int[] count = Elements<int>(counter);
        ulong drawNumber = (uint)count[0] | ((ulong)(uint)count[1] << 32);
        for (int element = 0; element < y.Length; element++)
        {
            if (draw.Kind == RandomKind.Index)
            {
                Elements<int>(y)[element] = draw.IndexAt(drawNumber, element);
            }
            else
            {
                Numbers(y)[element] = draw.NumberAt(drawNumber, element);
            }
        }

        drawNumber++;
        count[0] = (int)(uint)drawNumber;
        count[1] = (int)(drawNumber >> 32);
    });

    /// <inheritdoc/>
    public void TakeRow(DeviceBuffer ring, DeviceBuffer cursor, DeviceBuffer row) => _recorder.Run(() =>
        Array.Copy(Elements(ring), NextRow(ring, cursor, row), Elements(row), 0, row.Length));

    /// <inheritdoc/>
    public void PutRow(DeviceBuffer row, DeviceBuffer cursor, DeviceBuffer ring) => _recorder.Run(() =>
        Array.Copy(Elements(row), 0, Elements(ring), NextRow(ring, cursor, row), row.Length));

    /// <inheritdoc/>
    public void Update<TRule>(TRule rule, DeviceBuffer clock, IReadOnlyList<UpdateSegment> segments)
        where TRule : unmanaged, IUpdateRule => _recorder.Run(() =>
    {
        ref UpdateClock time = ref MemoryMarshal.Cast<double, UpdateClock>(Numbers(clock).AsSpan())[0];
        time = rule.Advance(time);
        UpdateScalars<double> scalars = rule.Prepare(time);
        foreach (UpdateSegment segment in segments)
        {
            double[] parameter = Numbers(segment.Parameter), gradient = Numbers(segment.Gradient);
            double[] first = Numbers(segment.First), second = Numbers(segment.Second);
            for (int i = 0; i < parameter.Length; i++)
            {
                (parameter[i], first[i], second[i]) =
                    rule.Invoke(new UpdateState<double>(parameter[i], first[i], second[i]), gradient[i], scalars);
            }
        }
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        // Buffers are arrays; the garbage collector has them.
    }

    private void Reduce(AxisView view, DeviceBuffer x, DeviceBuffer y, double start, Func<double, double, double> combine) => _recorder.Run(() =>
    {
        double[] from = Numbers(x), to = Numbers(y);
        for (int outer = 0; outer < view.Outer; outer++)
        {
            for (int inner = 0; inner < view.Inner; inner++)
            {
                double value = start;
                for (int extent = 0; extent < view.Extent; extent++)
                {
                    value = combine(value, from[(outer * view.Extent + extent) * view.Inner + inner]);
                }

                to[outer * view.Inner + inner] = value;
            }
        }
    });

    /// <summary>For every element of every window that lies inside its image: where its channels start there, and where in the columns.</summary>
    private static void VisitWindows(ConvolutionWindow window, Action<int, int> visit)
    {
        (WindowAxis down, WindowAxis across) = (window.Down, window.Across);
        int column = 0;
        for (int image = 0; image < window.Batch; image++)
        {
            for (int top = -down.Before, i = 0; i < down.Output; i++, top += down.Stride)
            {
                for (int left = -across.Before, j = 0; j < across.Output; j++, left += across.Stride)
                {
                    for (int y = top; y < top + down.Size; y++)
                    {
                        for (int x = left; x < left + across.Size; x++, column += window.Channels)
                        {
                            if (y >= 0 && y < down.Extent && x >= 0 && x < across.Extent)
                            {
                                visit(((image * down.Extent + y) * across.Extent + x) * window.Channels, column);
                            }
                        }
                    }
                }
            }
        }
    }

    /// <summary>First element of the row under the cursor, which moves on.</summary>
    private static int NextRow(DeviceBuffer ring, DeviceBuffer cursor, DeviceBuffer row)
    {
        ref int position = ref Elements<int>(cursor)[0];
        int offset = position * row.Length;
        position = (position + 1) % (ring.Length / row.Length);
        return offset;
    }

    private static double[] Numbers(DeviceBuffer buffer) => Elements<double>(buffer);

    private static T[] Elements<T>(DeviceBuffer buffer) where T : unmanaged => ((HostBuffer<T>)buffer).Elements;

    private static Array Elements(DeviceBuffer buffer) => buffer switch
    {
        HostBuffer<double> numbers => numbers.Elements,
        HostBuffer<int> integers => integers.Elements,
        HostBuffer<byte> bytes => bytes.Elements,
        _ => throw new ArgumentException($"A buffer of another backend: {buffer.GetType().Name}."),
    };

    private static Span<byte> Bytes(DeviceBuffer buffer) => buffer switch
    {
        HostBuffer<double> numbers => MemoryMarshal.AsBytes(numbers.Elements.AsSpan()),
        HostBuffer<int> integers => MemoryMarshal.AsBytes(integers.Elements.AsSpan()),
        HostBuffer<byte> bytes => bytes.Elements,
        _ => throw new ArgumentException($"A buffer of another backend: {buffer.GetType().Name}."),
    };

    private sealed class HostBuffer<T>(int length, ElementType type) : DeviceBuffer(length, type) where T : unmanaged
    {
        public T[] Elements { get; } = new T[length];

        protected override void ReturnMemory()
        {
            // An array: the garbage collector has it.
        }
    }
}
