using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Kernels.Gpu;
using NativeGan.Kernels.Gpu.MatMul;
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
        from plan in GpuDevices.MatMulPlans(name).SelectMany(plan => PlansOf(name, plan))
        select new TestCaseData(name, plan).SetArgDisplayNames(name, plan.ToString());

    [TestCaseSource(nameof(Plans))]
    public void MatMul_ByAPlan_AgreesWithReference(string name, GpuMatMulPlan plan)
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
                if (plan.IsTf32)
                {
                    double absolute = product.Tolerance.Absolute + 2 * (Math.Sqrt(inner) + 1) * 16 / (1 << 11);
                    product = product with { Tolerance = product.Tolerance with { Absolute = absolute, Reason = "2⁻¹¹ of factors up to 4, in sums that wander" } };
                }

                NumericAssert.IsClose(product.Check(backend, reference), $"{product} by {plan}", name, new Shape(rows, columns));
            }
        }
    }

    [Test]
    public void MatMulPlans_OfADeviceWithoutTensorCores_AreTheOthers()
    {
        GpuMatMulVersion[] cuda = [.. GpuDevices.MatMulPlans("cuda").Select(static plan => plan.Version).Distinct()];
        GpuMatMulVersion[] openCl = [.. GpuDevices.MatMulPlans("opencl").Select(static plan => plan.Version).Distinct()];

        Assert.That(cuda, Is.EqualTo(Enum.GetValues<GpuMatMulVersion>()));
        Assert.That(openCl, Is.EqualTo(cuda.Where(static version => version != GpuMatMulVersion.TensorCore)));
    }

    private static IEnumerable<GpuMatMulPlan> PlansOf(string name, GpuMatMulPlan plan)
    {
        if (plan.Edge != GpuMatMulPlan.DeviceEdge)
        {
            return [plan];
        }

        bool hasSquareGroups = plan.Version is GpuMatMulVersion.Tiled or GpuMatMulVersion.RegisterTiled or GpuMatMulVersion.VectorTiled;
        bool hasSlices = plan.Version is GpuMatMulVersion.RegisterTiled or GpuMatMulVersion.VectorTiled or GpuMatMulVersion.TensorCore;
        int[] edges = hasSquareGroups && name != "ilgpu-cpu" ? [8, 16] : [8];
        int[] slices = hasSlices ? [1, 3] : [1];
        return from edge in edges from slice in slices select new GpuMatMulPlan(plan.Version, edge, slice);
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
