using System.Reflection;
using NativeGan.Engine.Backends;

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

/// <summary>One kernel: where it is, and what its type parameter, if any, stands for.</summary>
/// <param name="Owner">The class.</param>
/// <param name="Method">The method.</param>
/// <param name="Formula">The interface of the formula it is closed over.</param>
/// <param name="Closed">The type it is closed over when that is not a formula.</param>
/// <param name="IsCudaOnly">Whether it contains PTX of its own and so has no other translation.</param>
internal sealed record KernelCatalogEntry(Type Owner, string Method, Type? Formula = null, Type? Closed = null, bool IsCudaOnly = false)
{
    /// <summary><c>Map</c>, <c>ReduceTree[Sum]</c>, <c>TakeRow[Int32]</c>.</summary>
    public string Name => Closed is null ? Method : $"{Method}[{Closed.Name.Replace("Reduction", "", StringComparison.Ordinal)}]";

    /// <summary>The kernel's method with its type parameter filled in.</summary>
    /// <exception cref="ArgumentException">The formula is missing, is of the wrong kind, or is not wanted.</exception>
    public MethodInfo Close(Type? formula)
    {
        if (Formula is null ? formula is not null : formula is null || !formula.IsValueType || !Formula.IsAssignableFrom(formula))
        {
            string expected = Formula is null ? "no formula" : $"a struct that implements {Formula.Name}";
            throw new ArgumentException(
                $"Kernel '{Name}': found formula '{formula?.ToString() ?? "none"}', expected {expected}.", nameof(formula));
        }

        MethodInfo method = Owner.GetMethod(Method, BindingFlags.Static | BindingFlags.Public)!;
        return (formula ?? Closed) is { } argument ? method.MakeGenericMethod(argument) : method;
    }
}
