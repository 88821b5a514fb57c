using NativeGan.Engine;
using NativeGan.Engine.Backends;
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

    [TestCaseSource(typeof(PrimitiveCases), nameof(PrimitiveCases.Data))]
    public void Primitive_OnABackend_AgreesWithReference(PrimitiveCase primitive)
    {
        BackendCases.EnsureSmallEnough(backendName, primitive.MatMulExtents);

        double[] expected = primitive.On(_reference), actual = primitive.On(Backend);

        NumericAssert.AreClose(actual, expected, primitive.Relative, primitive.Absolute, primitive.Name, backendName);
    }

    [TestCaseSource(typeof(PrimitiveCases), nameof(PrimitiveCases.Sums))]
    public void Primitive_CalledTwice_GivesTheSameBits(PrimitiveCase primitive)
    {
        BackendCases.EnsureSmallEnough(backendName, primitive.MatMulExtents);

        NumericAssert.AreIdentical(primitive.On(Backend), primitive.On(Backend), primitive.Name, backendName);
    }

    // 1, primes, and one below, at and above the tiles of 8, 16, 32 and 64 rows or columns.
    [Test]
    public void MatMul_AtTheEdgesOfItsTiles_AgreesWithReference(
        [Values] bool transposeA, [Values] bool transposeB, [Values] MatMulAddendKind addend)
    {
        foreach ((int rows, int columns, int inner) in TileEdges())
        {
            PrimitiveCase product = PrimitiveCases.MatMul(new MatMulSize(rows, columns, inner, transposeA, transposeB), addend);
            if (BackendCases.IsSmallEnough(backendName, product.MatMulExtents))
            {
                NumericAssert.AreClose(
                    product.On(Backend), product.On(_reference), product.Relative, product.Absolute, product.Name, backendName,
                    new Shape(rows, columns));
            }
        }
    }

    // Each size in each of the three roles, with others in between: 3·19 products rather than 19³.
    private static IEnumerable<(int Rows, int Columns, int Inner)> TileEdges()
    {
        int[] sizes = [1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33, 37, 61, 63, 64, 65];
        for (int i = 0; i < sizes.Length; i++)
        {
            yield return (sizes[i], sizes[i], sizes[i]);
            yield return (sizes[i], sizes[(i * 7 + 3) % sizes.Length], sizes[(i * 5 + 11) % sizes.Length]);
            yield return (sizes[(i * 5 + 4) % sizes.Length], sizes[i], sizes[(i * 11 + 1) % sizes.Length]);
        }
    }
}
