using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Kernels;
using NativeGan.Training.Loop;

namespace NativeGan.Benchmarks.Steps;

/// <summary>A backend that times every primitive of another: each call waits until its work is done.</summary>
/// <remarks>Steps are run operation by operation: a captured step would pass by this class.</remarks>
internal sealed class ProfilingBackend(IBackend inner) : ForwardingBackend(inner, isOwner: true), IStepListener
{
    private string _phase = "";

    /// <summary>The primitives of the current step, in order.</summary>
    public List<PrimitiveTiming> Calls { get; } = [];

    /// <inheritdoc/>
    void IStepListener.OnPhaseBegins(StepPhaseKind kind, int number) => _phase = $"{kind}: loss and gradients";

    /// <inheritdoc/>
    void IStepListener.OnGradients(StepPhase phase) => _phase = $"{phase.Kind}: update";

    /// <inheritdoc/>
    void IStepListener.OnUpdated(StepPhase phase) => _phase = "Metrics";

    /// <inheritdoc/>
    public override ICapturedStep Capture(Action step) => throw new NotSupportedException("A profile runs its steps one by one; do not capture them.");

    /// <inheritdoc/>
    public override void Fill(double value, DeviceBuffer y) => Time($"Fill {y.Length}", Moves(y), () => Inner.Fill(value, y));

    /// <inheritdoc/>
    public override void Map<TFormula>(TFormula formula, DeviceBuffer x, DeviceBuffer y) =>
        Time($"{NameOf<TFormula>()} {y.Length}", Moves(x, y), () => Inner.Map(formula, x, y));

    /// <inheritdoc/>
    public override void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer y) =>
        Time($"{NameOf<TFormula>()} {y.Length}", Moves(a, b, y), () => Inner.Zip(formula, a, b, y));

    /// <inheritdoc/>
    public override void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer c, DeviceBuffer y) =>
        Time($"{NameOf<TFormula>()} {y.Length}", Moves(a, b, c, y), () => Inner.Zip(formula, a, b, c, y));

    /// <inheritdoc/>
    public override void MatMul<TFormula>(
        MatMulSize size, DeviceBuffer a, DeviceBuffer b, DeviceBuffer? addend, TFormula activation, DeviceBuffer c)
    {
        string flags = (size.TransposeA ? "-ta" : "") + (size.TransposeB ? "-tb" : "");
        string added = addend is null ? "" : addend.Length == size.Columns ? " + row" : " + matrix";
        string formula = typeof(TFormula) == typeof(Identity) ? "" : $", {NameOf<TFormula>()}";
        Work work = Work.MatMul(size.Rows, size.Columns, size.Inner);
        work = work with { Bytes = work.Bytes + (addend?.ByteLength ?? 0) };
        Time($"MatMul {size.Rows}x{size.Inner}x{size.Columns}{flags}{added}{formula}", work, () => Inner.MatMul(size, a, b, addend, activation, c));
    }

    /// <inheritdoc/>
    public override void Sum(AxisView view, DeviceBuffer x, DeviceBuffer y) => Time($"Sum {Text(view)}", Moves(x, y), () => Inner.Sum(view, x, y));

    /// <inheritdoc/>
    public override void Max(AxisView view, DeviceBuffer x, DeviceBuffer y) => Time($"Max {Text(view)}", Moves(x, y), () => Inner.Max(view, x, y));

    /// <inheritdoc/>
    public override void Broadcast(AxisView view, DeviceBuffer x, DeviceBuffer y) => Time($"Broadcast {Text(view)}", Moves(x, y), () => Inner.Broadcast(view, x, y));

    /// <inheritdoc/>
    public override void CopyBlock(BlockCopy copy, DeviceBuffer x, DeviceBuffer y) =>
        Time($"CopyBlock {copy.Count}", new Work(0, 2.0 * sizeof(float) * copy.Count), () => Inner.CopyBlock(copy, x, y));

    /// <inheritdoc/>
    public override void Unfold(ConvolutionWindow window, DeviceBuffer images, DeviceBuffer columns) =>
        Time($"Unfold {Text(window)}", Moves(images, columns), () => Inner.Unfold(window, images, columns));

    /// <inheritdoc/>
    public override void Fold<TFormula>(
        ConvolutionWindow window, DeviceBuffer columns, DeviceBuffer? addend, TFormula activation, DeviceBuffer images) =>
        Time($"Fold {Text(window)}", Moves(columns, images), () => Inner.Fold(window, columns, addend, activation, images));

    /// <inheritdoc/>
    public override void Convolution<TFormula>(
        ConvolutionWindow window, int outputs, DeviceBuffer images, DeviceBuffer weight, DeviceBuffer? addend, TFormula activation, DeviceBuffer y) => Time(
        $"Convolution {Text(window)} to {outputs}", Product(window, outputs, images, weight, y),
        () => Inner.Convolution(window, outputs, images, weight, addend, activation, y));

    /// <inheritdoc/>
    public override void TransposedConvolution<TFormula>(
        ConvolutionWindow window, int inputs, DeviceBuffer rows, DeviceBuffer weight, DeviceBuffer? addend, TFormula activation, DeviceBuffer images) => Time(
        $"TransposedConvolution {inputs} to {Text(window)}", Product(window, inputs, rows, weight, images),
        () => Inner.TransposedConvolution(window, inputs, rows, weight, addend, activation, images));

    /// <inheritdoc/>
    public override void WeightGradient(
        ConvolutionWindow window, int outputs, DeviceBuffer images, DeviceBuffer rows, DeviceBuffer? addend, DeviceBuffer weight) => Time(
        $"WeightGradient {Text(window)} to {outputs}", Product(window, outputs, images, rows, weight),
        () => Inner.WeightGradient(window, outputs, images, rows, addend, weight));

    /// <inheritdoc/>
    public override void Gather<TFormula>(TFormula formula, int columns, DeviceBuffer table, DeviceBuffer indices, DeviceBuffer y) => Time(
        $"Gather {indices.Length}x{columns} of {table.Type}", new Work(0, indices.ByteLength + y.ByteLength + (double)y.Length * table.Type.Size()),
        () => Inner.Gather(formula, columns, table, indices, y));

    /// <inheritdoc/>
    public override void ScatterAdd(int columns, DeviceBuffer rows, DeviceBuffer indices, DeviceBuffer table) =>
        Time($"ScatterAdd {indices.Length}x{columns}", Moves(rows, indices, table), () => Inner.ScatterAdd(columns, rows, indices, table));

    /// <inheritdoc/>
    public override void Random(RandomDraw draw, DeviceBuffer counter, DeviceBuffer y) =>
        Time($"Random {draw.Kind} {y.Length}", Moves(y), () => Inner.Random(draw, counter, y));

    /// <inheritdoc/>
    public override void TakeRow(DeviceBuffer ring, DeviceBuffer cursor, DeviceBuffer row) =>
        Time($"TakeRow {row.Length}", Moves(row, row), () => Inner.TakeRow(ring, cursor, row));

    /// <inheritdoc/>
    public override void PutRow(DeviceBuffer row, DeviceBuffer cursor, DeviceBuffer ring) =>
        Time($"PutRow {row.Length}", Moves(row, row), () => Inner.PutRow(row, cursor, ring));

    /// <inheritdoc/>
    public override void Update<TRule>(TRule rule, DeviceBuffer clock, IReadOnlyList<UpdateSegment> segments)
    {
        long values = segments.Sum(segment => (long)segment.Parameter.Length);

        // Parameter, gradient and both states are read; parameter and states written.
        Time($"{typeof(TRule).Name} {values}", new Work(0, 7.0 * sizeof(float) * values), () => Inner.Update(rule, clock, segments));
    }

    private static string NameOf<TFormula>() => Operation.NameOf(typeof(TFormula).DeclaringType ?? typeof(TFormula));

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

    private void Time(string name, Work work, Action call) => Calls.Add(new PrimitiveTiming(_phase, name, work, BackendTimer.Seconds(Inner, call)));
}

/// <summary>One call of a primitive.</summary>
internal readonly record struct PrimitiveTiming(string Phase, string Name, Work Work, double Seconds);
