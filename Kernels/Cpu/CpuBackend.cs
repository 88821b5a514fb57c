using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu.Convolution;
using NativeGan.Kernels.Cpu.MatMul;

namespace NativeGan.Kernels.Cpu;

/// <summary>The processor: SIMD kernels, shared out to threads that stay up.</summary>
/// <remarks>Every primitive gives the same bits whatever the number of threads. Numbers are float32.</remarks>
public sealed unsafe class CpuBackend : IBackend
{
    private readonly CallRecorder _recorder = new();
    private readonly ThreadTeam _team;
    private readonly BufferPool<CpuMemory> _sharedPool = new(static bytes => new CpuMemory(bytes));
    private BufferPool<CpuMemory> _pool;

    /// <summary>
    /// Opens the processor with <paramref name="threads"/> threads; 0 takes one for each core that this process may use.
    /// </summary>
    public CpuBackend(int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        _team = new ThreadTeam(threads == 0 ? Environment.ProcessorCount : threads);
        _pool = _sharedPool;
    }

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture,
        $"{RuntimeInformation.ProcessArchitecture}, {VectorWidth} vectors, {_team.Threads} thread{(_team.Threads == 1 ? "" : "s")}");

    /// <inheritdoc/>
    public ElementType FloatType => ElementType.Float32;

    private static string VectorWidth => Avx512F.IsSupported ? "512-bit (AVX-512)"
        : Vector256.IsHardwareAccelerated ? "256-bit"
        : Vector128.IsHardwareAccelerated ? "128-bit" : "no";

    /// <inheritdoc/>
    public DeviceBuffer Allocate(int length, ElementType type)
    {
        BufferPool<CpuMemory> pool = _pool;
        CpuBuffer buffer = new(pool.Rent((long)length * type.Size()), pool, length, type);
        _recorder.NoteAllocation(buffer);
        return buffer;
    }

    /// <inheritdoc/>
    public void Hold(DeviceBuffer buffer) => _recorder.Hold(buffer);

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<byte> source, DeviceBuffer target)
    {
        _recorder.EnsureNotCapturing(nameof(Upload));
        source.CopyTo(Cpu(target).Bytes);
    }

    /// <inheritdoc/>
    public void Download(DeviceBuffer source, Span<byte> target)
    {
        _recorder.EnsureNotCapturing(nameof(Download));
        Cpu(source).Bytes.CopyTo(target);
    }

    /// <inheritdoc/>
    public void Synchronize()
    {
        // Every call is finished when it returns.
    }

    /// <inheritdoc/>
    public ICapturedStep Capture(Action step)
    {
        _recorder.EnsureNotCapturing(nameof(Capture));
        BufferPool<CpuMemory> privatePool = new(static bytes => new CpuMemory(bytes));
        _pool = privatePool;
        try
        {
            return _recorder.Capture(step, privatePool.Dispose);
        }
        catch
        {
            privatePool.Dispose();
            throw;
        }
        finally
        {
            _pool = _sharedPool;
        }
    }

    /// <inheritdoc/>
    public void Fill(double value, DeviceBuffer y) =>
        _recorder.Run(() => CpuElementwise.Fill(_team, (float)value, Cpu(y).Floats, y.Length));

    /// <inheritdoc/>
    public void Map<TFormula>(TFormula formula, DeviceBuffer x, DeviceBuffer y) where TFormula : unmanaged, IUnaryFormula =>
        _recorder.Run(() => CpuElementwise.Map(_team, formula, Cpu(x).Floats, Cpu(y).Floats, y.Length));

    /// <inheritdoc/>
    public void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer y)
        where TFormula : unmanaged, IBinaryFormula =>
        _recorder.Run(() => CpuElementwise.Zip(_team, formula, Cpu(a).Floats, Cpu(b).Floats, Cpu(y).Floats, y.Length));

    /// <inheritdoc/>
    public void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer c, DeviceBuffer y)
        where TFormula : unmanaged, ITernaryFormula => _recorder.Run(() =>
        CpuElementwise.Zip(_team, formula, Cpu(a).Floats, Cpu(b).Floats, Cpu(c).Floats, Cpu(y).Floats, y.Length));

    /// <inheritdoc/>
    public void MatMul<TFormula>(
        MatMulSize size, DeviceBuffer a, DeviceBuffer b, DeviceBuffer? addend, TFormula activation, DeviceBuffer c)
        where TFormula : unmanaged, IUnaryFormula => _recorder.Run(() => CpuMatMul.Run(
        _team, size, Cpu(a).Floats, Cpu(b).Floats, Addend(size, addend), activation, Cpu(c).Floats));

    /// <inheritdoc/>
    public void Sum(AxisView view, DeviceBuffer x, DeviceBuffer y) =>
        _recorder.Run(() => CpuReduction.Sum(_team, view, Cpu(x).Floats, Cpu(y).Floats));

    /// <inheritdoc/>
    public void Max(AxisView view, DeviceBuffer x, DeviceBuffer y) =>
        _recorder.Run(() => CpuReduction.Max(_team, view, Cpu(x).Floats, Cpu(y).Floats));

    /// <inheritdoc/>
    public void Broadcast(AxisView view, DeviceBuffer x, DeviceBuffer y) =>
        _recorder.Run(() => CpuReduction.Broadcast(_team, view, Cpu(x).Floats, Cpu(y).Floats));

    /// <inheritdoc/>
    public void CopyBlock(BlockCopy copy, DeviceBuffer x, DeviceBuffer y) =>
        _recorder.Run(() => CpuCopy.CopyBlock(_team, copy, Cpu(x).Floats, Cpu(y).Floats));

    /// <inheritdoc/>
    public void Unfold(ConvolutionWindow window, DeviceBuffer images, DeviceBuffer columns) =>
        _recorder.Run(() => Unfolding.Run(_team, window, Cpu(images).Floats, Cpu(columns).Floats));

    /// <inheritdoc/>
    public void Fold<TFormula>(
        ConvolutionWindow window, DeviceBuffer columns, DeviceBuffer? addend, TFormula activation, DeviceBuffer images)
        where TFormula : unmanaged, IUnaryFormula => _recorder.Run(() => Folding.Run(
        _team, window, Cpu(columns).Floats, window.RowLength, Floats(addend), activation, Cpu(images).Floats));

    /// <inheritdoc/>
    public void Convolution<TFormula>(
        ConvolutionWindow window, int outputs, DeviceBuffer images, DeviceBuffer weight, DeviceBuffer? addend, TFormula activation, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula => _recorder.Run(() => ForwardPass.Run(_team, new ForwardCall<TFormula>
        {
            Window = window,
            Outputs = outputs,
            Images = Cpu(images).Floats,
            Weight = Cpu(weight).Floats,
            Addend = Floats(addend),
            Activation = activation,
            Y = Cpu(y).Floats,
        }));

    /// <inheritdoc/>
    public void TransposedConvolution<TFormula>(
        ConvolutionWindow window, int inputs, DeviceBuffer rows, DeviceBuffer weight, DeviceBuffer? addend, TFormula activation, DeviceBuffer images)
        where TFormula : unmanaged, IUnaryFormula => _recorder.Run(() => InputGradientPass.Run(_team, new InputGradientCall<TFormula>
        {
            Window = window,
            Inputs = inputs,
            Rows = Cpu(rows).Floats,
            Weight = Cpu(weight).Floats,
            Addend = Floats(addend),
            Activation = activation,
            Images = Cpu(images).Floats,
        }));

    /// <inheritdoc/>
    public void WeightGradient(
        ConvolutionWindow window, int outputs, DeviceBuffer images, DeviceBuffer rows, DeviceBuffer? addend, DeviceBuffer weight) =>
        _recorder.Run(() => WeightGradientPass.Run(_team, new WeightGradientCall
        {
            Window = window,
            Outputs = outputs,
            Images = Cpu(images).Floats,
            Rows = Cpu(rows).Floats,
            Addend = Floats(addend),
            Weight = Cpu(weight).Floats,
        }));

    /// <inheritdoc/>
    public void Gather<TFormula>(TFormula formula, int columns, DeviceBuffer table, DeviceBuffer indices, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula => _recorder.Run(() =>
    {
        EnsureInRange(Cpu(indices), columns == 0 ? 0 : table.Length / columns, nameof(Gather));
        if (table.Type == ElementType.UInt8)
        {
            CpuCopy.Gather(_team, formula, indices.Length, columns, Cpu(table).Pixels, Cpu(indices).Integers, Cpu(y).Floats);
        }
        else
        {
            CpuCopy.Gather(_team, formula, indices.Length, columns, Cpu(table).Floats, Cpu(indices).Integers, Cpu(y).Floats);
        }
    });

    /// <inheritdoc/>
    public void ScatterAdd(int columns, DeviceBuffer rows, DeviceBuffer indices, DeviceBuffer table) => _recorder.Run(() =>
    {
        int tableRows = columns == 0 ? 0 : table.Length / columns;
        EnsureInRange(Cpu(indices), tableRows, nameof(ScatterAdd));
        CpuCopy.ScatterAdd(
            _team, indices.Length, tableRows, columns, Cpu(rows).Floats, Cpu(indices).Integers, Cpu(table).Floats);
    });

    /// <inheritdoc/>
    public void Random(RandomDraw draw, DeviceBuffer counter, DeviceBuffer y) => _recorder.Run(() =>
    {
        ref ulong drawNumber = ref *(ulong*)Cpu(counter).Integers;
        switch (draw.Kind)
        {
            case RandomKind.Uniform:
                CpuRandom.Uniform(draw, drawNumber, Cpu(y).Floats, y.Length);
                break;
            case RandomKind.Normal:
                CpuRandom.Normal(draw, drawNumber, Cpu(y).Floats, y.Length);
                break;
            default:
                CpuRandom.Index(draw, drawNumber, Cpu(y).Integers, y.Length);
                break;
        }

        drawNumber++;
    });

    /// <inheritdoc/>
    public void TakeRow(DeviceBuffer ring, DeviceBuffer cursor, DeviceBuffer row) => _recorder.Run(() =>
        Buffer.MemoryCopy(Cpu(ring).FirstByte + NextRow(ring, cursor, row), Cpu(row).FirstByte, row.ByteLength, row.ByteLength));

    /// <inheritdoc/>
    public void PutRow(DeviceBuffer row, DeviceBuffer cursor, DeviceBuffer ring) => _recorder.Run(() =>
        Buffer.MemoryCopy(Cpu(row).FirstByte, Cpu(ring).FirstByte + NextRow(ring, cursor, row), row.ByteLength, row.ByteLength));

    /// <inheritdoc/>
    public void Update<TRule>(TRule rule, DeviceBuffer clock, IReadOnlyList<UpdateSegment> segments)
        where TRule : unmanaged, IUpdateRule
    {
        CpuSegment[] pinned = GC.AllocateUninitializedArray<CpuSegment>(segments.Count, pinned: true);
        for (int i = 0; i < pinned.Length; i++)
        {
            UpdateSegment segment = segments[i];
            pinned[i] = new CpuSegment
            {
                Parameter = Cpu(segment.Parameter).Floats,
                Gradient = Cpu(segment.Gradient).Floats,
                First = Cpu(segment.First).Floats,
                Second = Cpu(segment.Second).Floats,
                Length = segment.Parameter.Length,
            };
        }

        UpdateSegment[] kept = [.. segments]; // a recorded call keeps the buffers alive
        _recorder.Run(() =>
        {
            fixed (CpuSegment* first = pinned)
            {
                CpuUpdate.Update(_team, rule, (UpdateClock*)Cpu(clock).Doubles, first, kept.Length);
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _team.Dispose();
        _sharedPool.Dispose();
    }

    private static CpuBuffer Cpu(DeviceBuffer buffer) => (CpuBuffer)buffer;

    private static float* Floats(DeviceBuffer? buffer) => buffer is null ? null : Cpu(buffer).Floats;

    private static MatMulAddend Addend(MatMulSize size, DeviceBuffer? addend) =>
        addend is null ? default : new MatMulAddend(Cpu(addend).Floats, size.AddendRowStride(addend));

    /// <summary>Byte offset of the row under the cursor, which moves on.</summary>
    private static long NextRow(DeviceBuffer ring, DeviceBuffer cursor, DeviceBuffer row)
    {
        ref int position = ref *Cpu(cursor).Integers;
        long offset = position * row.ByteLength;
        position = (position + 1) % (ring.Length / row.Length);
        return offset;
    }

    // Raw pointers do not check: an index beyond the table would read foreign memory. 128 comparisons a batch.
    private static void EnsureInRange(CpuBuffer indices, int rows, string primitive)
    {
        int* values = indices.Integers;
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)values[i] >= (uint)rows)
            {
                throw new ArgumentOutOfRangeException(nameof(indices), $"{primitive}: index {i} is {values[i]}, the table has {rows} rows.");
            }
        }
    }
}
