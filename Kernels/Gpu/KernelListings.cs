using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace NativeGan.Kernels.Gpu;

/// <summary>Translates the GPU kernels to PTX and OpenCL C as text; needs no device and no driver.</summary>
/// <remarks>
/// The text is what a device's driver would be given. Each translation takes 0.1 to 1 s. Formulas have to be public structs,
/// nested in public types only.
/// </remarks>
public static class KernelListings
{
    /// <summary>Every kernel.</summary>
    public static IReadOnlyList<string> KernelNames { get; } = [.. KernelCatalog.Entries.Select(static entry => entry.Name)];

    /// <summary>The interface whose formulas a kernel is compiled for, such as <c>IUnaryFormula</c>; null for a kernel without one.</summary>
    /// <exception cref="ArgumentException">There is no such kernel.</exception>
    public static Type? FormulaOf(string kernelName) => Find(kernelName).Formula;

    /// <summary>True for a kernel that contains PTX of its own: it has no listing in OpenCL C.</summary>
    /// <exception cref="ArgumentException">There is no such kernel.</exception>
    public static bool IsCudaOnly(string kernelName) => Find(kernelName).IsCudaOnly;

    /// <summary>A kernel as PTX for compute capability 8.0, instruction set 8.0.</summary>
    /// <param name="kernelName">One of <see cref="KernelNames"/>.</param>
    /// <param name="formula">The formula to close it over, or null where <see cref="FormulaOf"/> is null.</param>
    /// <exception cref="ArgumentException">No such kernel, or a formula of the wrong kind.</exception>
    /// <exception cref="InvalidOperationException">The kernel does not compile; the message names it.</exception>
    public static string CompileToPtx(string kernelName, Type? formula) =>
        Translate(kernelName, formula, "PTX", static (context, method) =>
        {
            // No NvvmAPI: ILGPU's own math functions are used, as in the backend.
            using var backend = new PTXBackend(context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_80, null!);
            return ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), default)).PTXAssembly;
        });

    /// <summary>A kernel as OpenCL C 2.0 with double precision.</summary>
    /// <inheritdoc cref="CompileToPtx"/>
    public static string CompileToOpenCl(string kernelName, Type? formula) =>
        Translate(kernelName, formula, "OpenCL C", static (context, method) =>
        {
            var capabilities = new CLCapabilityContext(
                float16: false, float64: true, genericAddressSpace: true, int64_Atomics: false, subGroups: false);
            using var backend = new CLBackend(context, capabilities, CLDeviceVendor.Other, CLBackend.MinimumVersion);
            return ((CLCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), default)).Source;
        });

    /// <summary>Both listings of every kernel: those without a formula once, the others for each formula given that fits.</summary>
    /// <param name="formulas">Formula and update rule types.</param>
    public static IEnumerable<KernelListing> Compile(IReadOnlyList<Type> formulas)
    {
        ArgumentNullException.ThrowIfNull(formulas);
        foreach (string kernel in KernelNames)
        {
            Type? kind = FormulaOf(kernel);
            List<Type?> choices = [.. formulas.Where(formula => kind is not null && kind.IsAssignableFrom(formula))];
            if (kind is null)
            {
                choices.Add(null);
            }

            foreach (Type? formula in choices)
            {
                yield return new KernelListing(kernel, formula, "ptx", CompileToPtx(kernel, formula));
                if (!IsCudaOnly(kernel))
                {
                    yield return new KernelListing(kernel, formula, "opencl", CompileToOpenCl(kernel, formula));
                }
            }
        }
    }

    private static KernelCatalogEntry Find(string kernelName) =>
        KernelCatalog.Entries.FirstOrDefault(entry => entry.Name == kernelName)
        ?? throw new ArgumentException(
            $"KernelListings: found kernel '{kernelName}', expected one of {string.Join(", ", KernelNames)}.", nameof(kernelName));

    // A context of its own each time: a kernel that fails to compile leaves the context unusable.
    private static string Translate(string kernelName, Type? formula, string language, Func<Context, MethodInfo, string> compile)
    {
        MethodInfo method = Find(kernelName).Close(formula);
        using Context context = GpuContext.CreateForListings();
        try
        {
            return compile(context, method);
        }
        catch (Exception exception)
        {
            string name = formula is null ? $"'{kernelName}'" : $"'{kernelName}' with formula '{formula}'";
            throw new InvalidOperationException(
                $"Kernel {name} does not compile to {language}: {exception.GetBaseException().Message.ReplaceLineEndings(" ")}", exception);
        }
    }
}
