using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Tests.Support;
using NativeGan.Training.Optimizers;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>The primitives' catalog and the update rules as test input.</summary>
public static class PrimitiveCases
{
    /// <summary>Every case.</summary>
    public static IEnumerable<TestCaseData> All => Catalog.Select(Named);

    /// <summary>Those that add up, where the order of additions shows in the bits.</summary>
    public static IEnumerable<TestCaseData> Sums => Catalog.Where(one => one.Terms > 0).Select(Named);

    private static IEnumerable<PrimitiveCase> Catalog => PrimitiveCatalog.Cases.Concat(UpdateRuleCases.All);

    /// <summary>Fails unless a backend's results agree with the reference backend's.</summary>
    public static void Check(PrimitiveCase primitive, IBackend backend, ReferenceBackend reference, string? where = null) =>
        NumericAssert.IsClose(primitive.Check(backend, reference), primitive.ToString(), where ?? backend.Name);

    private static TestCaseData Named(PrimitiveCase one) => new TestCaseData(one).SetArgDisplayNames(one.ToString());
}
