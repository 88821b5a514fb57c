namespace NativeGan.Engine.Backends;

/// <summary>The primitives a device supplies; every operation is made of them.</summary>
/// <remarks>
/// <para>
/// Primitives work on whole buffers, row-major and contiguous. Shapes were checked by the operation: an implementation
/// only asserts. A primitive may return before its work is done; <see cref="Download"/> and <see cref="Synchronize"/> wait.
/// An output may be the same buffer as an input only in <see cref="Map"/> and <see cref="Zip{TFormula}(TFormula, DeviceBuffer, DeviceBuffer, DeviceBuffer)"/>.
/// </para>
/// <para>
/// A backend serves one thread at a time: whoever shares one between threads takes turns, and above all nobody else uses it
/// while a step is being captured.
/// </para>
/// <para>
/// Buffers of "numbers" have the type <see cref="FloatType"/>. Results are deterministic: the same calls give the same bits,
/// whatever the number of threads.
/// </para>
/// </remarks>
public interface IBackend : IDisposable
{
    /// <summary>The name it is chosen by, such as <c>cpu</c>.</summary>
    string Name { get; }

    /// <summary>One line on the device: model, vector width, threads.</summary>
    string Description { get; }

    /// <summary>The type numbers are stored in and computed with.</summary>
    ElementType FloatType { get; }

    /// <summary>A buffer of <paramref name="length"/> elements whose contents are undefined.</summary>
    /// <exception cref="OutOfMemoryException">The device's memory is used up.</exception>
    DeviceBuffer Allocate(int length, ElementType type);

    /// <summary>Copies bytes of the host into a buffer of the same size.</summary>
    /// <exception cref="InvalidOperationException">A step is being captured: it must not touch host memory.</exception>
    void Upload(ReadOnlySpan<byte> source, DeviceBuffer target);

    /// <summary>Waits for pending work and copies a buffer to bytes of the host.</summary>
    /// <exception cref="InvalidOperationException">A step is being captured: it must not touch host memory.</exception>
    void Download(DeviceBuffer source, Span<byte> target);

    /// <summary>Waits until all work handed to the device is done.</summary>
    void Synchronize();

    /// <summary>Runs <paramref name="step"/> once, for real, and records its primitives so that they can be repeated.</summary>
    /// <remarks>
    /// Buffers allocated while capturing come from a pool that only the returned step uses, so a replay never overwrites
    /// anyone else's tensors. A step is captured on the thread that calls this.
    /// </remarks>
    /// <exception cref="InvalidOperationException">A step is being captured already.</exception>
    ICapturedStep Capture(Action step);

    /// <summary>
    /// Keeps a buffer that was made outside the step being captured for as long as the step can be replayed; nothing
    /// happens when no step is being captured. Operations call it for their inputs.
    /// </summary>
    void Hold(DeviceBuffer buffer);

    /// <summary>y[i] = value, for numbers.</summary>
    void Fill(double value, DeviceBuffer y);

    /// <summary>y[i] = f(x[i]).</summary>
    void Map<TFormula>(TFormula formula, DeviceBuffer x, DeviceBuffer y) where TFormula : unmanaged, IUnaryFormula;

    /// <summary>y[i] = f(a[i], b[i]).</summary>
    void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer y)
        where TFormula : unmanaged, IBinaryFormula;

    /// <summary>y[i] = f(a[i], b[i], c[i]).</summary>
    void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer c, DeviceBuffer y)
        where TFormula : unmanaged, ITernaryFormula;

    /// <summary>c = f(op(a)·op(b) + addend), where op transposes as <paramref name="size"/> says.</summary>
    /// <param name="size">m, n, k and the transposes.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="addend">Optional: [n], added to every row (a bias), or [m, n] (a sum to go on from).</param>
    /// <param name="activation">Applied to each finished sum.</param>
    /// <param name="c">The result, [m, n].</param>
    void MatMul<TFormula>(
        MatMulSize size, DeviceBuffer a, DeviceBuffer b, DeviceBuffer? addend, TFormula activation, DeviceBuffer c)
        where TFormula : unmanaged, IUnaryFormula;

    /// <summary>y[o, i] = Σₑ x[o, e, i].</summary>
    void Sum(AxisView view, DeviceBuffer x, DeviceBuffer y);

    /// <summary>y[o, i] = maxₑ x[o, e, i]; NaN if any is NaN. The extent is at least 1.</summary>
    void Max(AxisView view, DeviceBuffer x, DeviceBuffer y);

    /// <summary>y[o, e, i] = x[o, i] for every e: the adjoint of <see cref="Sum"/>.</summary>
    void Broadcast(AxisView view, DeviceBuffer x, DeviceBuffer y);

    /// <summary>Copies a strided block of numbers between two buffers; slices, pads, concatenates and transposes.</summary>
    void CopyBlock(BlockCopy copy, DeviceBuffer x, DeviceBuffer y);

    /// <summary>columns[r, :] = the window number r of the images, with 0 for elements outside them.</summary>
    /// <param name="window">Where the windows lie.</param>
    /// <param name="images">[batch, height, width, channels].</param>
    /// <param name="columns">The result, [<see cref="ConvolutionWindow.Rows"/>, <see cref="ConvolutionWindow.RowLength"/>].</param>
    void Unfold(ConvolutionWindow window, DeviceBuffer images, DeviceBuffer columns);

    /// <summary>images = f(Σ columns + addend): each pixel is the sum of what windows hold for it, the adjoint of <see cref="Unfold"/>.</summary>
    /// <param name="window">Where the windows lie.</param>
    /// <param name="columns">[<see cref="ConvolutionWindow.Rows"/>, <see cref="ConvolutionWindow.RowLength"/>].</param>
    /// <param name="addend">Optional: [channels], added to every pixel (a bias).</param>
    /// <param name="activation">Applied to each finished sum.</param>
    /// <param name="images">The result, [batch, height, width, channels].</param>
    void Fold<TFormula>(
        ConvolutionWindow window, DeviceBuffer columns, DeviceBuffer? addend, TFormula activation, DeviceBuffer images)
        where TFormula : unmanaged, IUnaryFormula;

    /// <summary>y = f(windows·kernel + addend): <see cref="Unfold"/> and <see cref="MatMul"/>, in one where a backend can do without the columns.</summary>
    /// <param name="window">Where the windows lie.</param>
    /// <param name="outputs">n: columns of the kernel and of y.</param>
    /// <param name="images">[batch, height, width, channels].</param>
    /// <param name="kernel">[<see cref="ConvolutionWindow.RowLength"/>, n].</param>
    /// <param name="addend">Optional: [n], added to every row (a bias).</param>
    /// <param name="activation">Applied to each finished sum.</param>
    /// <param name="y">The result, [<see cref="ConvolutionWindow.Rows"/>, n].</param>
    void Convolution<TFormula>(
        ConvolutionWindow window, int outputs, DeviceBuffer images, DeviceBuffer kernel, DeviceBuffer? addend, TFormula activation, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula
    {
        MatMulSize size = new(window.Rows, outputs, window.RowLength, TransposeA: false, TransposeB: false);
        if (window.IsReshape)
        {
            MatMul(size, images, kernel, addend, activation, y);
            return;
        }

        DeviceBuffer columns = Allocate(window.ColumnCount, FloatType);
        Unfold(window, images, columns);
        MatMul(size, columns, kernel, addend, activation, y);
        columns.Release();
    }

    /// <summary>images = f(Σ windows rows·kernelᵀ + addend): <see cref="MatMul"/> and <see cref="Fold"/>, in one where a backend can do without the columns.</summary>
    /// <param name="window">Where the windows lie.</param>
    /// <param name="inputs">n: columns of the kernel and of the rows.</param>
    /// <param name="rows">[<see cref="ConvolutionWindow.Rows"/>, n].</param>
    /// <param name="kernel">[<see cref="ConvolutionWindow.RowLength"/>, n].</param>
    /// <param name="addend">Optional: [channels], added to every pixel (a bias).</param>
    /// <param name="activation">Applied to each finished sum.</param>
    /// <param name="images">The result, [batch, height, width, channels].</param>
    void TransposedConvolution<TFormula>(
        ConvolutionWindow window, int inputs, DeviceBuffer rows, DeviceBuffer kernel, DeviceBuffer? addend, TFormula activation, DeviceBuffer images)
        where TFormula : unmanaged, IUnaryFormula
    {
        DeviceBuffer columns = Allocate(window.ColumnCount, FloatType);
        MatMul(new MatMulSize(window.Rows, window.RowLength, inputs, TransposeA: false, TransposeB: true), rows, kernel, null, default(Identity), columns);
        Fold(window, columns, addend, activation, images);
        columns.Release();
    }

    /// <summary>kernel = windowsᵀ·rows + addend: <see cref="Unfold"/> and <see cref="MatMul"/>, in one where a backend can do without the columns.</summary>
    /// <param name="window">Where the windows lie.</param>
    /// <param name="outputs">n: columns of the rows and of the kernel.</param>
    /// <param name="images">[batch, height, width, channels].</param>
    /// <param name="rows">[<see cref="ConvolutionWindow.Rows"/>, n].</param>
    /// <param name="addend">Optional: [<see cref="ConvolutionWindow.RowLength"/>, n], a sum to go on from.</param>
    /// <param name="kernel">The result, [<see cref="ConvolutionWindow.RowLength"/>, n].</param>
    void KernelGradient(
        ConvolutionWindow window, int outputs, DeviceBuffer images, DeviceBuffer rows, DeviceBuffer? addend, DeviceBuffer kernel)
    {
        MatMulSize size = new(window.RowLength, outputs, window.Rows, TransposeA: true, TransposeB: false);
        if (window.IsReshape)
        {
            MatMul(size, images, rows, addend, default(Identity), kernel);
            return;
        }

        DeviceBuffer columns = Allocate(window.ColumnCount, FloatType);
        Unfold(window, images, columns);
        MatMul(size, columns, rows, addend, default(Identity), kernel);
        columns.Release();
    }

    /// <summary>y[r, c] = f(table[indices[r], c]), for a table of numbers or of bytes.</summary>
    /// <remarks>An index outside the table is refused with an exception, or, on a GPU, gives a row of NaN.</remarks>
    void Gather<TFormula>(TFormula formula, int columns, DeviceBuffer table, DeviceBuffer indices, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula;

    /// <summary>table[t, c] = Σ rows[r, c] over all r with indices[r] = t: the adjoint of <see cref="Gather"/>.</summary>
    void ScatterAdd(int columns, DeviceBuffer rows, DeviceBuffer indices, DeviceBuffer table);

    /// <summary>Fills y with random numbers (or, for <see cref="RandomKind.Index"/>, integers) and adds 1 to the counter.</summary>
    /// <param name="draw">Distribution, key and stream.</param>
    /// <param name="counter">Two Int32: the low and high half of the number of draws made so far.</param>
    /// <param name="y">Where the numbers go.</param>
    void Random(RandomDraw draw, DeviceBuffer counter, DeviceBuffer y);

    /// <summary>row = ring[cursor], cursor = (cursor + 1) mod rows: takes the next row of a ring of Int32 or numbers.</summary>
    /// <param name="ring">rows × row length elements.</param>
    /// <param name="cursor">One Int32.</param>
    /// <param name="row">The row, of the ring's type.</param>
    void TakeRow(DeviceBuffer ring, DeviceBuffer cursor, DeviceBuffer row);

    /// <summary>ring[cursor] = row, cursor = (cursor + 1) mod rows: the opposite of <see cref="TakeRow"/>.</summary>
    void PutRow(DeviceBuffer row, DeviceBuffer cursor, DeviceBuffer ring);

    /// <summary>Advances the clock by one step and updates every value of every segment by the rule.</summary>
    /// <param name="rule">The optimiser's formula.</param>
    /// <param name="clock">An <see cref="UpdateClock"/>: four doubles.</param>
    /// <param name="segments">The parameter tensors of one network.</param>
    void Update<TRule>(TRule rule, DeviceBuffer clock, IReadOnlyList<UpdateSegment> segments)
        where TRule : unmanaged, IUpdateRule;
}
