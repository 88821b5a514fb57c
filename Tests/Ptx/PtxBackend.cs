using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu;

namespace NativeGan.Tests.Ptx;

/// <summary>The GPU kernels' PTX behind the primitives, launched as on a GPU and executed by the interpreter.</summary>
/// <remarks>Arguments and launch sizes are written here a second time: ILGPU's types stay in Kernels/Gpu.</remarks>
public sealed partial class PtxBackend : IBackend
{
    private const int ElementGroup = 256;

    private static readonly ConcurrentDictionary<(string Kernel, Type? Formula), PtxKernel> _kernels = [];

    private readonly PtxMemory _memory = new();

    /// <summary>The kernel to run where several compute the same: a matrix product, a reduction, an update.</summary>
    public string Preferred { get; init; } = "";

    /// <summary>A change to make to the text of every kernel before it is executed; null for none.</summary>
    public Func<string, string>? Rewrite { get; init; }

    /// <summary>Names of the kernels that ran.</summary>
    public HashSet<string> Launched { get; } = [];

    public string Name => "ptx";

    public string Description => "interpreted PTX";

    public ElementType FloatType => ElementType.Float32;

    public DeviceBuffer Allocate(int length, ElementType type) => new Buffer(length, type, _memory.Allocate(length * type.Size()));

    public void Upload(ReadOnlySpan<byte> source, DeviceBuffer target) => source.CopyTo(MemoryOf(target).As<byte>());

    public void Download(DeviceBuffer source, Span<byte> target) => MemoryOf(source).As<byte>().CopyTo(target);

    public void Synchronize()
    {
        // Every call is finished when it returns.
    }

    public ICapturedStep Capture(Action step) => throw new NotSupportedException("PtxBackend: nothing is captured.");

    public void Hold(DeviceBuffer buffer)
    {
        // Nothing is captured.
    }

    public void Fill(double value, DeviceBuffer y) => Elements("Fill", null, y.Length, arguments => arguments.Add((float)value).Add(Floats(y)));

    public void Map<TFormula>(TFormula formula, DeviceBuffer x, DeviceBuffer y) where TFormula : unmanaged, IUnaryFormula =>
        Elements("Map", typeof(TFormula), y.Length, arguments => arguments.Add(formula).Add(Floats(x)).Add(Floats(y)));

    public void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer y) where TFormula : unmanaged, IBinaryFormula =>
        Elements("ZipTwo", typeof(TFormula), y.Length, arguments => arguments.Add(formula).Add(Floats(a)).Add(Floats(b)).Add(Floats(y)));

    public void Zip<TFormula>(TFormula formula, DeviceBuffer a, DeviceBuffer b, DeviceBuffer c, DeviceBuffer y)
        where TFormula : unmanaged, ITernaryFormula => Elements("ZipThree", typeof(TFormula), y.Length, arguments =>
        arguments.Add(formula).Add(Floats(a)).Add(Floats(b)).Add(Floats(c)).Add(Floats(y)));

    public void Broadcast(AxisView view, DeviceBuffer x, DeviceBuffer y) => Elements("Broadcast", null, y.Length, arguments =>
        arguments.Add(view.Extent).Add(view.Inner).Add(Floats(x)).Add(Floats(y)));

    public void CopyBlock(BlockCopy copy, DeviceBuffer x, DeviceBuffer y) => Elements("CopyBlock", null, copy.Count, arguments =>
        arguments.Add(copy).Add(copy.Count).Add(Floats(x)).Add(Floats(y)));

    public void Unfold(ConvolutionWindow window, DeviceBuffer images, DeviceBuffer columns) =>
        Elements("Unfold", null, columns.Length, arguments => arguments.Add(window).Add(Floats(images)).Add(Floats(columns)));

    public void Fold<TFormula>(ConvolutionWindow window, DeviceBuffer columns, DeviceBuffer? addend, TFormula activation, DeviceBuffer images)
        where TFormula : unmanaged, IUnaryFormula =>
        Elements("Fold", typeof(TFormula), images.Length, arguments => arguments
            .Add(window).Add(addend is null ? 0 : 1).Add(activation).Add(Floats(columns)).Add(Floats(addend ?? images)).Add(Floats(images)));

    public void Gather<TFormula>(TFormula formula, int columns, DeviceBuffer table, DeviceBuffer indices, DeviceBuffer y)
        where TFormula : unmanaged, IUnaryFormula
    {
        string kernel = table.Type == ElementType.UInt8 ? "GatherBytes" : "Gather";
        Elements(kernel, typeof(TFormula), y.Length, arguments => arguments
            .Add(formula).Add(columns).Add(View(table)).Add(View(indices)).Add(Floats(y)));
    }

    public void ScatterAdd(int columns, DeviceBuffer rows, DeviceBuffer indices, DeviceBuffer table) =>
        Elements("ScatterAdd", null, table.Length, arguments => arguments.Add(columns).Add(Floats(rows)).Add(View(indices)).Add(Floats(table)));

    public void TakeRow(DeviceBuffer ring, DeviceBuffer cursor, DeviceBuffer row)
    {
        Elements($"TakeRow[{TypeName(row)}]", null, row.Length, arguments => arguments.Add(View(ring)).Add(View(cursor)).Add(View(row)));
        AdvanceCursor(ring.Length / row.Length, cursor);
    }

    public void PutRow(DeviceBuffer row, DeviceBuffer cursor, DeviceBuffer ring)
    {
        Elements($"PutRow[{TypeName(row)}]", null, row.Length, arguments => arguments.Add(View(row)).Add(View(cursor)).Add(View(ring)));
        AdvanceCursor(ring.Length / row.Length, cursor);
    }

    public void Random(RandomDraw draw, DeviceBuffer counter, DeviceBuffer y)
    {
        Key key = new(draw.Seed, draw.Stream);
        Elements(draw.Kind.ToString(), null, (y.Length + 3) / 4, arguments => _ = draw.Kind == RandomKind.Index
            ? arguments.Add(key).Add(draw.Bound).Add(View(counter)).Add(View(y))
            : arguments.Add(key).Add(new Range((float)draw.Scale, (float)draw.Offset, draw.LargestSingle)).Add(View(counter)).Add(Floats(y)));
        Launch("AdvanceCounter", null, new PtxSize(1), new PtxSize(1), arguments => arguments.Add(View(counter)));
    }

    public void Update<TRule>(TRule rule, DeviceBuffer clock, IReadOnlyList<UpdateSegment> segments) where TRule : unmanaged, IUpdateRule
    {
        DeviceBuffer scalars = Allocate(2, ElementType.Float32);
        Launch("AdvanceClock", typeof(TRule), new PtxSize(1), new PtxSize(1), arguments => arguments.Add(rule).Add(View(clock)).Add(Floats(scalars)));
        const int Most = 8;
        foreach (UpdateSegment[] group in segments.Chunk(Preferred == "ApplyOne" ? 1 : Most))
        {
            UpdateViews[] views = [.. group.Select(segment => new UpdateViews(
                Floats(segment.Parameter), Floats(segment.Gradient), Floats(segment.First), Floats(segment.Second)))];
            int values = group.Sum(static segment => segment.Parameter.Length);
            if (Preferred == "ApplyOne")
            {
                Elements("ApplyOne", typeof(TRule), values, arguments => arguments.Add(rule).Add(Floats(scalars)).Add(views[0]));
                continue;
            }

            // Places that are not used have views of no elements.
            PtxView nothing = views[0].Parameter with { Length = 0 };
            EightViews eight = default;
            for (int segment = 0; segment < Most; segment++)
            {
                eight[segment] = segment < views.Length ? views[segment] : new UpdateViews(nothing, nothing, nothing, nothing);
            }

            Elements("ApplyMany", typeof(TRule), values, arguments => arguments.Add(rule).Add(Floats(scalars)).Add(eight));
        }
    }

    public void Dispose()
    {
        // Memory of the host only.
    }

    private static string TypeName(DeviceBuffer buffer) => buffer.Type == ElementType.Int32 ? "Int32" : "Single";

    private static int Groups(int count, int perGroup) => (count + perGroup - 1) / perGroup;

    private static PtxBuffer MemoryOf(DeviceBuffer buffer) => ((Buffer)buffer).Memory;

    private static PtxView View(DeviceBuffer buffer) => new(MemoryOf(buffer).Address, buffer.Length);

    private static PtxView Floats(DeviceBuffer buffer) =>
        buffer.Type == ElementType.Float32 ? View(buffer) : throw new ArgumentException($"Found {buffer.Type}, numbers are expected.");

    private void AdvanceCursor(int rows, DeviceBuffer cursor) =>
        Launch("AdvanceCursor", null, new PtxSize(1), new PtxSize(1), arguments => arguments.Add(rows).Add(View(cursor)));

    private void Elements(string kernel, Type? formula, int count, Action<PtxArguments> fill)
    {
        if (count > 0)
        {
            Launch(kernel, formula, new PtxSize(Groups(count, ElementGroup)), new PtxSize(ElementGroup), fill);
        }
    }

    private void Launch(string name, Type? formula, PtxSize grid, PtxSize block, Action<PtxArguments> fill)
    {
        PtxKernel kernel = Rewrite is null
            ? _kernels.GetOrAdd((name, formula), static key => PtxKernel.Parse(KernelListings.CompileToPtx(key.Kernel, key.Formula)))
            : PtxKernel.Parse(Rewrite(KernelListings.CompileToPtx(name, formula)));
        PtxArguments arguments = new(kernel);
        fill(arguments);
        PtxLaunch.Run(kernel, _memory, grid, block, arguments);
        Launched.Add(name);
    }

    private sealed class Buffer(int length, ElementType type, PtxBuffer memory) : DeviceBuffer(length, type)
    {
        public PtxBuffer Memory => memory;

        protected override void ReturnMemory()
        {
            // Never used again, so that a stale address is noticed.
        }
    }

    // The layouts of the structs that are arguments of kernels.
    private readonly record struct Key(ulong Seed, uint Stream);

    private readonly record struct Range(float Scale, float Offset, float Largest);

    private readonly record struct UpdateViews(PtxView Parameter, PtxView Gradient, PtxView First, PtxView Second);

    [InlineArray(8)]
    private struct EightViews
    {
        private UpdateViews _first;
    }
}
