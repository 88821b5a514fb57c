using NativeGan.Engine.Checking;
using NativeGan.Training.Optimizers;

namespace NativeGan.Tests.Kernels;

/// <summary>Which cases of the catalog execute a GPU kernel: those that are small enough for an interpreter.</summary>
public static class PtxExecutionCases
{
    private const long MostElements = 25_000;

    private static readonly PrimitiveCase[] _small =
        [.. PrimitiveCatalog.Cases.Where(one => one.Elements <= MostElements), .. UpdateRuleCases.All.Where(one => one.Elements <= MostElements)];

    /// <summary>The cases of a kernel; none for one that is not known here.</summary>
    public static IEnumerable<PrimitiveCase> Of(string kernel) => kernel switch
    {
        "Fill" or "Map" or "Broadcast" or "CopyBlock" or "Unfold" or "Fold" or "ScatterAdd" => Primitive(kernel),
        "ZipTwo" => Primitive("Zip").Where(static one => !one.Name.StartsWith("Zip of three", StringComparison.Ordinal)),
        "ZipThree" => Primitive("Zip").Where(static one => one.Name.StartsWith("Zip of three", StringComparison.Ordinal)),
        "Naive" or "Coalesced" or "Tiled" or "RegisterBlocked" or "RegisterTiled" or "SumSlices" => ProductCases.Small,
        "VectorTiled" => ProductCases.Small.Concat(ProductCases.AroundWideTiles),
        "TensorCore" => ProductCases.Small.Concat(ProductCases.AroundWideTiles).Select(WithTf32),
        "ReduceSerial[Sum]" or "ReduceTree[Sum]" => Primitive("Sum"),
        "ReduceSerial[Max]" or "ReduceTree[Max]" => Primitive("Max"),
        "Gather" => Primitive("Gather").Where(static one => !one.Name.StartsWith("Gather bytes", StringComparison.Ordinal)),
        "GatherBytes" => Primitive("Gather").Where(static one => one.Name.StartsWith("Gather bytes", StringComparison.Ordinal)),
        "TakeRow[Single]" or "PutRow[Single]" => Rings("numbers"),
        "TakeRow[Int32]" or "PutRow[Int32]" or "AdvanceCursor" => Rings("integers"),
        "Uniform" or "Normal" or "Index" => Primitive("Random").Where(one => one.Name == $"Random {kernel}"),
        "AdvanceCounter" => Primitive("Random"),
        "AdvanceClock" or "ApplyOne" or "ApplyMany" => Primitive("Update"),
        _ => [],
    };

    private static IEnumerable<PrimitiveCase> Primitive(string name) => _small.Where(one => one.Primitive == name);

    private static IEnumerable<PrimitiveCase> Rings(string numbers) =>
        _small.Where(one => one.Primitive is "TakeRow" or "PutRow" && one.Name.EndsWith(numbers, StringComparison.Ordinal));

    // TF32 keeps 10 bits behind the leading one: each factor is off by 2⁻¹¹ at most, and products are 1/4 on average.
    private static PrimitiveCase WithTf32(PrimitiveCase product) => product with
    {
        Tolerance = product.Tolerance with { Absolute = Math.Max(1, product.ProductExtents[2] / 2.0) * Math.ScaleB(1, -10), Reason = "two factors of TF32 in each product" },
    };
}
