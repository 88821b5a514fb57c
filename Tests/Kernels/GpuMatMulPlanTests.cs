using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Kernels.Gpu;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>Every version of the GPU's matrix product, with small and large groups, whole and cut into slices, against plain loops.</summary>
public sealed class GpuMatMulPlanTests
{
    // One below, at and above the tiles, and beyond one; the simulator gets the small ones.
    private static readonly (int Rows, int Columns, int Inner)[] _small =
        [(1, 1, 1), (3, 5, 0), (5, 1, 130), (7, 9, 15), (16, 12, 16), (33, 64, 17), (64, 31, 67)];

    private static readonly (int Rows, int Columns, int Inner)[] _large = [(65, 63, 64), (127, 129, 33), (128, 256, 100), (130, 67, 260)];

    /// <summary>Kind of device and plan.</summary>
    public static IEnumerable<TestCaseData> Plans =>
        from name in new[] { "cuda", "opencl", "ilgpu-cpu" }
        from plan in GpuDevices.MatMulVersions(name).SelectMany(version => PlansOf(name, version))
        select new TestCaseData(name, plan).SetArgDisplayNames(name, plan);

    [TestCaseSource(nameof(Plans))]
    public void MatMul_ByAPlan_AgreesWithReference(string name, string plan)
    {
        using IBackend? backend = GpuDevices.TryOpenWithMatMul(name, plan, out string? reason);
        if (backend is null)
        {
            Assert.Ignore($"Backend '{name}' is not available here: {reason}");
        }

        using ReferenceBackend reference = new();
        bool isSimulated = name == "ilgpu-cpu";
        foreach ((int rows, int columns, int inner) in isSimulated ? _small : [.. _small, .. _large])
        {
            // All transpositions with one addend each, and all addends with one transposition; barriers are slow when simulated.
            foreach ((bool transposeA, bool transposeB, MatMulAddend addend) in Forms(isSimulated && rows * columns > 100))
            {
                PrimitiveCase product = ProductCases.Product(new MatMulSize(rows, columns, inner, transposeA, transposeB), addend);
                if (plan.StartsWith("TensorCore", StringComparison.Ordinal))
                {
                    double absolute = product.Tolerance.Absolute + 2 * (Math.Sqrt(inner) + 1) * 16 / (1 << 11);
                    product = product with { Tolerance = product.Tolerance with { Absolute = absolute, Reason = "2⁻¹¹ of factors up to 4, in sums that wander" } };
                }

                NumericAssert.IsClose(product.Check(backend, reference), $"{product} by {plan}", name, new Shape(rows, columns));
            }
        }
    }

    [Test]
    public void Plans_OfABuildWithoutIlgpu_AreNone()
    {
        if (GpuDevices.IsSupported)
        {
            Assert.That(GpuDevices.MatMulVersions("opencl"), Has.Member("VectorTiled").And.No.Member("TensorCore"));
            Assert.That(GpuDevices.MatMulVersions("cuda"), Has.Member("TensorCore"));
            return;
        }

        Assert.That(GpuDevices.MatMulVersions("cuda"), Is.Empty);
        Assert.Ignore("This build has no ILGPU: there are no GPU kernels to compare.");
    }

    private static IEnumerable<string> PlansOf(string name, string version)
    {
        if (version.Contains('/', StringComparison.Ordinal))
        {
            return [version];
        }

        int[] edges = name == "ilgpu-cpu" || version is not ("Tiled" or "RegisterTiled" or "VectorTiled") ? [8] : [8, 16];
        int[] slices = version is "RegisterTiled" or "VectorTiled" or "TensorCore" ? [1, 3] : [1];
        return from edge in edges from slice in slices select $"{version}/{edge}x{slice}";
    }

    private static IEnumerable<(bool TransposeA, bool TransposeB, MatMulAddend Addend)> Forms(bool isShort)
    {
        MatMulAddend[] addends = Enum.GetValues<MatMulAddend>();
        yield return (false, false, addends[^1]);
        yield return (true, true, addends[0]);
        if (!isShort)
        {
            yield return (true, false, addends[1 % addends.Length]);
            yield return (false, true, addends[^1]);
            yield return (false, false, addends[0]);
            yield return (false, false, addends[1 % addends.Length]);
        }
    }
}
