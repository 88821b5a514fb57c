using System.Diagnostics;
using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;

namespace NativeGan.Benchmarks.Steps;

/// <summary>A backend that times every primitive of another: each call waits until its work is done.</summary>
/// <remarks>Steps are run operation by operation: a captured step would pass by this class.</remarks>
internal sealed class ProfilingBackend(IBackend inner) : IBackend
{
    /// <summary>The primitives of the current step, in order.</summary>
    public List<PrimitiveTiming> Calls { get; } = [];

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public ElementType FloatType => inner.FloatType;

    /// <inheritdoc/>
    public DeviceBuffer Allocate(int length, ElementType type) => inner.Allocate(length, type);

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<byte> source, DeviceBuffer target) => inner.Upload(source, target);

    /// <inheritdoc/>
    public void Download(DeviceBuffer source, Span<byte> target) => inner.Download(source, target);

    /// <inheritdoc/>
    public void Synchronize() => inner.Synchronize();

    /// <inheritdoc/>
    public ICapturedStep Capture(Action step) => throw new NotSupportedException("A profile runs its steps one by one; do not capture them.");

    /// <inheritdoc/>
    public void Hold(DeviceBuffer buffer) => inner.Hold(buffer);

    /// <inheritdoc/>
    public void Fill(double value, DeviceBuffer y) => Time($"Fill {y.Length}", Moves(y), () => inner.Fill(value, y));

    /// <inheritdoc/>
    public void Map<TFormula>(TFormula formula, DeviceBuffer x, DeviceBuffer y) where TFormula : unmanaged, IUnaryFormula =>
        Time($"{NameOf<TFormula>()} {y.Length}", Moves(x, y), () => inner.Map(formula, x, y));

    /// <inheritdoc/>
    public void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer y) where TFormula : unmanaged, IBinaryFormula =>
        Time($"{NameOf<TFormula>()} {y.Length}", Moves(a, b, y), () => inner.Zip(formula, a, b, y));

    /// <inheritdoc/>
    public void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer c, DeviceBuffer y)
        where TFormula : unmanaged, ITernaryFormula =>
        Time($"{NameOf<TFormula>()} {y.Length}", Moves(a, b, c, y), () => inner.Zip(formula, a, b, c, y));

    /// <inheritdoc/>
    public void MatMul<TFormula>(
        MatMulSize size, DeviceBuffer a, DeviceBuffer b, DeviceBuffer? addend, TFormula activation, DeviceBuffer c)
        where TFormula : unmanaged, IUnaryFormula
    {
        string flags = (size.TransposeA ? "-ta" : "") + (size.TransposeB ? "-tb" : "");
        string added = addend is null ? "" : addend.Length == size.Columns ? " + row" : " + matrix";
        string formula = typeof(TFormula) == typeof(Identity) ? "" : $", {NameOf<TFormula>()}";
        Work work = Work.MatMul(size.Rows, size.Columns, size.Inner);
        work = work with { Bytes = work.Bytes + (addend?.ByteLength ?? 0) };
        Time($"MatMul {size.Rows}x{size.Inner}x{size.Columns}{flags}{added}{formula}", work, () => inner.MatMul(size, a, b, addend, activation, c));
    }

    /// <inheritdoc/>
    public void Sum(AxisView view, DeviceBuffer x, DeviceBuffer y) => Time($"Sum {Text(view)}", Moves(x, y), () => inner.Sum(view, x, y));

    /// <inheritdoc/>
    public void Max(AxisView view, DeviceBuffer x, DeviceBuffer y) => Time($"Max {Text(view)}", Moves(x, y), () => inner.Max(view, x, y));

    /// <inheritdoc/>
    public void Broadcast(AxisView view, DeviceBuffer x, DeviceBuffer y) => Time($"Broadcast {Text(view)}", Moves(x, y), () => inner.Broadcast(view, x, y));

    /// <inheritdoc/>
    public void CopyBlock(BlockCopy copy, DeviceBuffer x, DeviceBuffer y) =>
        Time($"CopyBlock {copy.Count}", new Work(0, 2.0 * sizeof(float) * copy.Count), () => inner.CopyBlock(copy, x, y));

    /// <inheritdoc/>
    public void Unfold(ConvolutionWindow window, DeviceBuffer images, DeviceBuffer columns) =>
        Time($"Unfold {Text(window)}", Moves(images, columns), () => inner.Unfold(window, images, columns));

    /// <inheritdoc/>
    public void Fold<TFormula>(
        ConvolutionWindow window, DeviceBuffer columns, DeviceBuffer? addend, TFormula activation, DeviceBuffer images)
        where TFormula : unmanaged, IUnaryFormula =>
        Time($"Fold {Text(window)}", Moves(columns, images), () => inner.Fold(window, columns, addend, activation, images));

    /// <inheritdoc/>
    public void Convolution<TFormula>(
        ConvolutionWindow window, int outputs, DeviceBuffer images, DeviceBuffer weight, DeviceBuffer? addend, TFormula activation, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula => Time(
        $"Convolution {Text(window)} to {outputs}", Product(window, outputs, images, weight, y),
        () => inner.Convolution(window, outputs, images, weight, addend, activation, y));

    /// <inheritdoc/>
    public void TransposedConvolution<TFormula>(
        ConvolutionWindow window, int inputs, DeviceBuffer rows, DeviceBuffer weight, DeviceBuffer? addend, TFormula activation, DeviceBuffer images)
        where TFormula : unmanaged, IUnaryFormula => Time(
        $"TransposedConvolution {inputs} to {Text(window)}", Product(window, inputs, rows, weight, images),
        () => inner.TransposedConvolution(window, inputs, rows, weight, addend, activation, images));

    /// <inheritdoc/>
    public void WeightGradient(
        ConvolutionWindow window, int outputs, DeviceBuffer images, DeviceBuffer rows, DeviceBuffer? addend, DeviceBuffer weight) => Time(
        $"WeightGradient {Text(window)} to {outputs}", Product(window, outputs, images, rows, weight),
        () => inner.WeightGradient(window, outputs, images, rows, addend, weight));

    /// <inheritdoc/>
    public void Gather<TFormula>(TFormula formula, int columns, DeviceBuffer table, DeviceBuffer indices, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula => Time(
        $"Gather {indices.Length}x{columns} of {table.Type}", new Work(0, indices.ByteLength + y.ByteLength + (double)y.Length * table.Type.Size()),
        () => inner.Gather(formula, columns, table, indices, y));

    /// <inheritdoc/>
    public void ScatterAdd(int columns, DeviceBuffer rows, DeviceBuffer indices, DeviceBuffer table) =>
        Time($"ScatterAdd {indices.Length}x{columns}", Moves(rows, indices, table), () => inner.ScatterAdd(columns, rows, indices, table));

    /// <inheritdoc/>
    public void Random(RandomDraw draw, DeviceBuffer counter, DeviceBuffer y) =>
        Time($"Random {draw.Kind} {y.Length}", Moves(y), () => inner.Random(draw, counter, y));

    /// <inheritdoc/>
    public void TakeRow(DeviceBuffer ring, DeviceBuffer cursor, DeviceBuffer row) =>
        Time($"TakeRow {row.Length}", Moves(row, row), () => inner.TakeRow(ring, cursor, row));

    /// <inheritdoc/>
    public void PutRow(DeviceBuffer row, DeviceBuffer cursor, DeviceBuffer ring) =>
        Time($"PutRow {row.Length}", Moves(row, row), () => inner.PutRow(row, cursor, ring));

    /// <inheritdoc/>
    public void Update<TRule>(TRule rule, DeviceBuffer clock, IReadOnlyList<UpdateSegment> segments) where TRule : unmanaged, IUpdateRule
    {
        long values = segments.Sum(segment => (long)segment.Parameter.Length);

        // Parameter, gradient and both states are read; parameter and states written.
        Time($"{typeof(TRule).Name} {values}", new Work(0, 7.0 * sizeof(float) * values), () => inner.Update(rule, clock, segments));
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private static string NameOf<TFormula>() => typeof(TFormula).DeclaringType?.Name ?? typeof(TFormula).Name;

    private static string Text(AxisView view) => $"{view.Outer}x{view.Extent}x{view.Inner}";

    private static string Text(ConvolutionWindow window) =>
        $"{window.Batch}x{window.Down.Extent}x{window.Across.Extent}x{window.Channels} by {window.Down.Size}x{window.Across.Size}/{window.Down.Stride}";

    private static Work Product(ConvolutionWindow window, int outputs, params ReadOnlySpan<DeviceBuffer> buffers) =>
        new(2.0 * window.ColumnCount * outputs, Moves(buffers).Bytes);

    private static Work Moves(params ReadOnlySpan<DeviceBuffer> buffers)
    {
        double bytes = 0;
        foreach (DeviceBuffer buffer in buffers)
        {
            bytes += buffer.ByteLength;
        }

        return new Work(0, bytes);
    }

    private void Time(string name, Work work, Action call)
    {
        long start = Stopwatch.GetTimestamp();
        call();
        inner.Synchronize();
        Calls.Add(new PrimitiveTiming(name, work, Stopwatch.GetElapsedTime(start).TotalSeconds));
    }
}

/// <summary>One call of a primitive.</summary>
internal readonly record struct PrimitiveTiming(string Name, Work Work, double Seconds);
