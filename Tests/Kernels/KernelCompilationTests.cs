using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Kernels.Gpu;
using NativeGan.Training.Optimizers;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>Every GPU kernel translated to PTX, and to OpenCL C, on a machine without a GPU.</summary>
[TestFixture]
public sealed class KernelCompilationTests
{
    private static IEnumerable<TestCaseData> ElementwiseKernels => Cases(kernel => kernel is "Map" or "ZipTwo" or "ZipThree" or "ApplyOne" or "ApplyMany", everyFormula: true);

    private static IEnumerable<TestCaseData> OtherKernels => Cases(kernel => kernel is not ("Map" or "ZipTwo" or "ZipThree" or "ApplyOne" or "ApplyMany"), everyFormula: false);

    [TestCaseSource(nameof(ElementwiseKernels))]
    public void ElementwiseKernel_WithAFormula_CompilesToPtx(string kernel, Type formula)
    {
        string ptx = KernelListings.CompileToPtx(kernel, formula);

        AssertIsPtx(ptx);
    }

    [TestCaseSource(nameof(OtherKernels))]
    public void Kernel_OfTheCatalog_CompilesToPtxAndOpenCl(string kernel, Type? formula)
    {
        string ptx = KernelListings.CompileToPtx(kernel, formula);

        AssertIsPtx(ptx);
        if (!KernelListings.IsCudaOnly(kernel))
        {
            Assert.That(KernelListings.CompileToOpenCl(kernel, formula), Does.Contain("kernel void"));
        }
    }

    private static void AssertIsPtx(string ptx)
    {
        Assert.That(ptx, Does.Contain(".visible .entry").And.Contain("ret;"));

        // Local memory is device memory: an array or a spilled register there would cost more than the kernel's work. Sums of
        // tensor cores have to pass through it on their way out; nothing may do so from the first multiplication to the last.
        int first = ptx.IndexOf("mma.sync", StringComparison.Ordinal), last = ptx.LastIndexOf("mma.sync", StringComparison.Ordinal);
        Assert.That(first < 0 ? ptx : ptx[first..last], Does.Not.Contain(".local"));

        // A function that ILGPU cannot inline stays an unresolved call, which only the driver would report.
        Assert.That(ptx, Does.Not.Contain("call "));
    }

    private static IEnumerable<TestCaseData> Cases(Predicate<string> isWanted, bool everyFormula)
    {
        foreach (string kernel in KernelListings.KernelNames.Where(name => isWanted(name)))
        {
            Type? kind = KernelListings.FormulaOf(kernel);
            List<Type?> formulas = [kind is null ? null : kind == typeof(IUpdateRule) ? typeof(AdamRule) : typeof(LeakyRelu.Formula)];
            if (kind is not null && everyFormula)
            {
                formulas = [.. Formulas.Where(kind.IsAssignableFrom)];
            }

            foreach (Type? formula in formulas)
            {
                yield return new TestCaseData(kernel, formula).SetArgDisplayNames(kernel, formula?.FullName?.Split('.')[^1] ?? "-");
            }
        }
    }

    // All formulas and update rules of the product, found by what they implement: a new one is compiled without a line here.
    private static IEnumerable<Type> Formulas => new[] { typeof(IBackend).Assembly, typeof(AdamRule).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type is { IsValueType: true, IsGenericType: false }
            && (typeof(IUnaryFormula).IsAssignableFrom(type) || typeof(IBinaryFormula).IsAssignableFrom(type)
                || typeof(ITernaryFormula).IsAssignableFrom(type) || typeof(IUpdateRule).IsAssignableFrom(type)));
}
