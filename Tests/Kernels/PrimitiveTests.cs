using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>Every primitive on every backend against the reference backend's plain loops.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.PresentButReference))]
public sealed class PrimitiveTests(string backendName)
{
    private readonly ReferenceBackend _reference = new();

    private IBackend Backend => BackendCases.Get(backendName);

    [OneTimeTearDown]
    public void DisposeReference() => _reference.Dispose();

    [TestCaseSource(typeof(PrimitiveCases), nameof(PrimitiveCases.All))]
    public void Primitive_OnABackend_AgreesWithReference(PrimitiveCase primitive)
    {
        BackendCases.EnsureSmallEnough(backendName, primitive.ProductExtents);

        PrimitiveCases.Check(primitive, Backend, _reference);
    }

    [TestCaseSource(typeof(PrimitiveCases), nameof(PrimitiveCases.Sums))]
    public void Primitive_CalledTwice_GivesTheSameBits(PrimitiveCase primitive)
    {
        BackendCases.EnsureSmallEnough(backendName, primitive.ProductExtents);

        NumericAssert.AreIdentical(primitive.On(Backend), primitive.On(Backend), primitive.ToString(), backendName);
    }

    [Test]
    public void MatMul_AtTheEdgesOfItsTiles_AgreesWithReference(
        [Values] bool transposeA, [Values] bool transposeB, [Values] MatMulAddend addend)
    {
        foreach (PrimitiveCase product in ProductCases.AtTileEdges(transposeA, transposeB, addend))
        {
            if (BackendCases.IsSmallEnough(backendName, product.ProductExtents))
            {
                PrimitiveCases.Check(product, Backend, _reference);
            }
        }
    }
}
