using System.Diagnostics;
using ILGPU;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu.MatMul;

namespace NativeGan.Kernels.Gpu;

/// <content>The matrix product: which version computes it, and its launches.</content>
public sealed partial class GpuBackend
{
    private Dictionary<MatMulSize, GpuMatMulPlan> _tuned = [];

    /// <summary>The plan to use for every shape; null leaves the choice to the tuning table and the shape.</summary>
    internal GpuMatMulPlan? MatMulPlan { get; set; }

    /// <summary>How factors may be rounded.</summary>
    internal MatMulPrecision Precision { get; private init; }

    /// <summary>The shapes of all products computed call by call so far.</summary>
    internal HashSet<MatMulSize> SizesMultiplied { get; } = [];

    /// <summary>Takes the plans for the shapes of a table from it, from now on.</summary>
    internal void Use(MatMulTuningTable table) =>
        _tuned = table.Products.ToDictionary(static entry => entry.Size, static entry => entry.Plan);

    /// <inheritdoc/>
    public void MatMul<TFormula>(
        MatMulSize size, DeviceBuffer a, DeviceBuffer b, DeviceBuffer? addend, TFormula activation, DeviceBuffer c)
        where TFormula : unmanaged, IUnaryFormula
    {
        Debug.Assert(a.Length == size.Rows * size.Inner && b.Length == size.Inner * size.Columns, "MatMul: a or b has another size.");
        Debug.Assert(c.Length == size.Rows * size.Columns, "MatMul: c has another size.");
        if (c.Length == 0)
        {
            return;
        }

        SizesMultiplied.Add(size);
        GpuMatMulPlan plan = (MatMulPlan ?? PlanFor(size)).CutFor(size);
        ArrayView<float> left = Floats(a), right = Floats(b), target = Floats(c);

        // Without an addend the kernels get c in its place and do not look at it.
        ArrayView<float> added = addend is null ? target : Floats(addend);
        if (plan.Slices == 1)
        {
            Run(MatMulLaunch(plan, new MatMulLayout(size, addend), activation, left, right, added, target));
            return;
        }

        // Slices are plain sums; addend and formula follow when they are added up.
        DeviceBuffer partials = Allocate(checked(plan.Slices * c.Length), ElementType.Float32);
        ArrayView<float> sums = Floats(partials);
        MatMulLayout slices = new(size, addend: null, plan.Slices), whole = new(size, addend);
        Run(
            MatMulLaunch(plan, slices, default(Identity), left, right, sums, sums),
            Launch(MatMulVectorKernels.SumSlices, Elements(c.Length), whole, activation, plan.Slices, sums, added, target));
        partials.Release();
    }

    /// <summary>The plan for a shape: measured on this device if it was tuned, else by rule.</summary>
    internal GpuMatMulPlan PlanFor(MatMulSize size) =>
        _tuned.TryGetValue(size, out GpuMatMulPlan plan) ? plan : GpuMatMulPlan.For(size, Launches, Precision);

    private Action? MatMulLaunch<TFormula>(
        GpuMatMulPlan plan, MatMulLayout layout, TFormula activation,
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> addend, ArrayView<float> c)
        where TFormula : unmanaged, IUnaryFormula
    {
        Action<MatMulLayout, TFormula, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>> kernel = plan.Version switch
        {
            GpuMatMulVersion.Naive => MatMulKernels.Naive,
            GpuMatMulVersion.Coalesced => MatMulKernels.Coalesced,
            GpuMatMulVersion.Tiled => MatMulKernels.Tiled,
            GpuMatMulVersion.RegisterBlocked => MatMulKernels.RegisterBlocked,
            GpuMatMulVersion.RegisterTiled => MatMulKernels.RegisterTiled,
            GpuMatMulVersion.VectorTiled => MatMulVectorKernels.VectorTiled,
            GpuMatMulVersion.TensorCore => MatMulTensorCoreKernels.TensorCore,
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan, "There is no such version."),
        };
        return Launch(kernel, MatMulGrid(plan, layout), layout, activation, a, b, addend, c);
    }

    private KernelConfig MatMulGrid(GpuMatMulPlan plan, MatMulLayout size)
    {
        switch (plan.Version)
        {
            case GpuMatMulVersion.Naive:
                return LineGrid(size.Rows, size.Columns, 1, plan.Slices);
            case GpuMatMulVersion.Coalesced:
                return LineGrid(size.Columns, size.Rows, 1, plan.Slices);
            case GpuMatMulVersion.RegisterBlocked:
                return LineGrid(size.Columns, size.Rows, MatMulKernels.Block, plan.Slices);
            default:
                var group = plan.Version == GpuMatMulVersion.TensorCore
                    ? new Index3D(MatMulTensorCoreKernels.Group, 1, 1)
                    : new Index3D(plan.Edge, plan.Edge, 1);
                return new KernelConfig(new Index3D(Groups(size.Columns, plan.Tile), Groups(size.Rows, plan.Tile), plan.Slices), group);
        }
    }

    // Without shared memory a group has no meaning of its own: it lies along X, where neighbouring threads read the same. A
    // narrow c is the exception, and a very long one: grid axis Y ends at 65535 groups on CUDA.
    private KernelConfig LineGrid(int acrossX, int acrossY, int block, int slices)
    {
        int line = Math.Min(Launches.ElementGroup, 64);
        (int x, int y) = acrossX < 8 || Groups(acrossY, block) > 65535 ? (1, line) : (line, 1);
        return new KernelConfig(new Index3D(Groups(acrossX, x * block), Groups(acrossY, y * block), slices), new Index3D(x, y, 1));
    }
}
