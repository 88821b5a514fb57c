using NativeGan.Engine.Backends;

namespace NativeGan.Benchmarks.Harness;

/// <summary>A backend that hands everything to another; what derives from it overrides primitives, or says what disposing means.</summary>
/// <param name="inner">The other.</param>
/// <param name="isOwner">Whether the other is disposed of with this.</param>
internal abstract class ForwardingBackend(IBackend inner, bool isOwner) : IBackend
{
    /// <summary>Who does the work.</summary>
    protected IBackend Inner => inner;

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
    public virtual ICapturedStep Capture(Action step) => inner.Capture(step);

    /// <inheritdoc/>
    public void Hold(DeviceBuffer buffer) => inner.Hold(buffer);

    /// <inheritdoc/>
    public virtual void Fill(double value, DeviceBuffer y) => inner.Fill(value, y);

    /// <inheritdoc/>
    public virtual void Map<TFormula>(TFormula formula, DeviceBuffer x, DeviceBuffer y) where TFormula : unmanaged, IUnaryFormula =>
        inner.Map(formula, x, y);

    /// <inheritdoc/>
    public virtual void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer y) where TFormula : unmanaged, IBinaryFormula =>
        inner.Zip(formula, a, b, y);

    /// <inheritdoc/>
    public virtual void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer c, DeviceBuffer y)
        where TFormula : unmanaged, ITernaryFormula => inner.Zip(formula, a, b, c, y);

    /// <inheritdoc/>
    public virtual void MatMul<TFormula>(
        MatMulSize size, DeviceBuffer a, DeviceBuffer b, DeviceBuffer? addend, TFormula activation, DeviceBuffer c)
        where TFormula : unmanaged, IUnaryFormula => inner.MatMul(size, a, b, addend, activation, c);

    /// <inheritdoc/>
    public virtual void Sum(AxisView view, DeviceBuffer x, DeviceBuffer y) => inner.Sum(view, x, y);

    /// <inheritdoc/>
    public virtual void Max(AxisView view, DeviceBuffer x, DeviceBuffer y) => inner.Max(view, x, y);

    /// <inheritdoc/>
    public virtual void Broadcast(AxisView view, DeviceBuffer x, DeviceBuffer y) => inner.Broadcast(view, x, y);

    /// <inheritdoc/>
    public virtual void CopyBlock(BlockCopy copy, DeviceBuffer x, DeviceBuffer y) => inner.CopyBlock(copy, x, y);

    /// <inheritdoc/>
    public virtual void Unfold(ConvolutionWindow window, DeviceBuffer images, DeviceBuffer columns) => inner.Unfold(window, images, columns);

    /// <inheritdoc/>
    public virtual void Fold<TFormula>(
        ConvolutionWindow window, DeviceBuffer columns, DeviceBuffer? addend, TFormula activation, DeviceBuffer images)
        where TFormula : unmanaged, IUnaryFormula => inner.Fold(window, columns, addend, activation, images);

    /// <inheritdoc/>
    public virtual void Convolution<TFormula>(
        ConvolutionWindow window, int outputs, DeviceBuffer images, DeviceBuffer weight, DeviceBuffer? addend, TFormula activation, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula => inner.Convolution(window, outputs, images, weight, addend, activation, y);

    /// <inheritdoc/>
    public virtual void TransposedConvolution<TFormula>(
        ConvolutionWindow window, int inputs, DeviceBuffer rows, DeviceBuffer weight, DeviceBuffer? addend, TFormula activation, DeviceBuffer images)
        where TFormula : unmanaged, IUnaryFormula => inner.TransposedConvolution(window, inputs, rows, weight, addend, activation, images);

    /// <inheritdoc/>
    public virtual void WeightGradient(
        ConvolutionWindow window, int outputs, DeviceBuffer images, DeviceBuffer rows, DeviceBuffer? addend, DeviceBuffer weight) =>
        inner.WeightGradient(window, outputs, images, rows, addend, weight);

    /// <inheritdoc/>
    public virtual void Gather<TFormula>(TFormula formula, int columns, DeviceBuffer table, DeviceBuffer indices, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula => inner.Gather(formula, columns, table, indices, y);

    /// <inheritdoc/>
    public virtual void ScatterAdd(int columns, DeviceBuffer rows, DeviceBuffer indices, DeviceBuffer table) =>
        inner.ScatterAdd(columns, rows, indices, table);

    /// <inheritdoc/>
    public virtual void Random(RandomDraw draw, DeviceBuffer counter, DeviceBuffer y) => inner.Random(draw, counter, y);

    /// <inheritdoc/>
    public virtual void TakeRow(DeviceBuffer ring, DeviceBuffer cursor, DeviceBuffer row) => inner.TakeRow(ring, cursor, row);

    /// <inheritdoc/>
    public virtual void PutRow(DeviceBuffer row, DeviceBuffer cursor, DeviceBuffer ring) => inner.PutRow(row, cursor, ring);

    /// <inheritdoc/>
    public virtual void Update<TRule>(TRule rule, DeviceBuffer clock, IReadOnlyList<UpdateSegment> segments) where TRule : unmanaged, IUpdateRule =>
        inner.Update(rule, clock, segments);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isOwner)
        {
            inner.Dispose();
        }
    }
}
