using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu.MatMul;

namespace NativeGan.Kernels.Gpu;

/// <summary>Every kernel of this folder by name; the one list that listings and tests go through.</summary>
internal static class KernelCatalog
{
    /// <summary>The kernels, in the order of the table in <c>Kernels/README.md</c>.</summary>
    public static IReadOnlyList<KernelCatalogEntry> Entries { get; } =
    [
        new(typeof(ElementwiseKernels), nameof(ElementwiseKernels.Fill)),
        new(typeof(ElementwiseKernels), nameof(ElementwiseKernels.Map), Formula: typeof(IUnaryFormula)),
        new(typeof(ElementwiseKernels), nameof(ElementwiseKernels.ZipTwo), Formula: typeof(IBinaryFormula)),
        new(typeof(ElementwiseKernels), nameof(ElementwiseKernels.ZipThree), Formula: typeof(ITernaryFormula)),
        new(typeof(MatMulKernels), nameof(MatMulKernels.Naive), Formula: typeof(IUnaryFormula)),
        new(typeof(MatMulKernels), nameof(MatMulKernels.Coalesced), Formula: typeof(IUnaryFormula)),
        new(typeof(MatMulKernels), nameof(MatMulKernels.Tiled), Formula: typeof(IUnaryFormula)),
        new(typeof(MatMulKernels), nameof(MatMulKernels.RegisterBlocked), Formula: typeof(IUnaryFormula)),
        new(typeof(MatMulKernels), nameof(MatMulKernels.RegisterTiled), Formula: typeof(IUnaryFormula)),
        new(typeof(MatMulVectorKernels), nameof(MatMulVectorKernels.VectorTiled), Formula: typeof(IUnaryFormula)),
        new(typeof(MatMulVectorKernels), nameof(MatMulVectorKernels.SumSlices), Formula: typeof(IUnaryFormula)),
        new(typeof(MatMulTensorCoreKernels), nameof(MatMulTensorCoreKernels.TensorCore), Formula: typeof(IUnaryFormula), IsCudaOnly: true),
        new(typeof(ReductionKernels), nameof(ReductionKernels.ReduceSerial), Closed: typeof(SumReduction)),
        new(typeof(ReductionKernels), nameof(ReductionKernels.ReduceSerial), Closed: typeof(MaxReduction)),
        new(typeof(ReductionKernels), nameof(ReductionKernels.ReduceTree), Closed: typeof(SumReduction)),
        new(typeof(ReductionKernels), nameof(ReductionKernels.ReduceTree), Closed: typeof(MaxReduction)),
        new(typeof(ReductionKernels), nameof(ReductionKernels.Broadcast)),
        new(typeof(CopyKernels), nameof(CopyKernels.CopyBlock)),
        new(typeof(ConvolutionKernels), nameof(ConvolutionKernels.Unfold)),
        new(typeof(ConvolutionKernels), nameof(ConvolutionKernels.Fold), Formula: typeof(IUnaryFormula)),
        new(typeof(CopyKernels), nameof(CopyKernels.Gather), Formula: typeof(IUnaryFormula)),
        new(typeof(CopyKernels), nameof(CopyKernels.GatherBytes), Formula: typeof(IUnaryFormula)),
        new(typeof(CopyKernels), nameof(CopyKernels.ScatterAdd)),
        new(typeof(CopyKernels), nameof(CopyKernels.TakeRow), Closed: typeof(float)),
        new(typeof(CopyKernels), nameof(CopyKernels.TakeRow), Closed: typeof(int)),
        new(typeof(CopyKernels), nameof(CopyKernels.PutRow), Closed: typeof(float)),
        new(typeof(CopyKernels), nameof(CopyKernels.PutRow), Closed: typeof(int)),
        new(typeof(CopyKernels), nameof(CopyKernels.AdvanceCursor)),
        new(typeof(RandomKernels), nameof(RandomKernels.Uniform)),
        new(typeof(RandomKernels), nameof(RandomKernels.Normal)),
        new(typeof(RandomKernels), nameof(RandomKernels.Index)),
        new(typeof(RandomKernels), nameof(RandomKernels.AdvanceCounter)),
        new(typeof(UpdateKernels), nameof(UpdateKernels.AdvanceClock), Formula: typeof(IUpdateRule)),
        new(typeof(UpdateKernels), nameof(UpdateKernels.ApplyOne), Formula: typeof(IUpdateRule)),
        new(typeof(UpdateKernels), nameof(UpdateKernels.ApplyMany), Formula: typeof(IUpdateRule)),
    ];
}
