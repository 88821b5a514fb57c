using System.Reflection;
using ILGPU.Runtime;

namespace NativeGan.Kernels.Gpu;

/// <summary>Compiled kernels of one accelerator, by method: a generic kernel once for each formula.</summary>
/// <remarks>Loading a kernel costs 33-58 µs even when ILGPU has compiled it before; a look-up here costs a fraction of one.</remarks>
internal sealed class KernelLaunchers(Accelerator accelerator, string deviceName)
{
    private readonly Dictionary<MethodInfo, Delegate> _launchers = [];
    private string? _failed;

    /// <summary>The launcher of a kernel, compiled on first use.</summary>
    /// <exception cref="InvalidOperationException">The kernel does not compile for this device.</exception>
    public TLauncher Get<TKernel, TLauncher>(TKernel kernel, Func<Accelerator, TKernel, TLauncher> load)
        where TKernel : Delegate
        where TLauncher : Delegate
    {
        if (_launchers.TryGetValue(kernel.Method, out Delegate? launcher))
        {
            return (TLauncher)launcher;
        }

        string name = NameOf(kernel.Method);
        if (_failed is not null)
        {
            throw new InvalidOperationException(
                $"Kernel {name} was not compiled for {deviceName}: kernel {_failed} failed before it, and ILGPU compiles nothing more after a failure.");
        }

        try
        {
            TLauncher loaded = load(accelerator, kernel);
            _launchers[kernel.Method] = loaded;
            return loaded;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _failed = name;
            throw new InvalidOperationException(
                $"Kernel {name} does not compile for {deviceName}: {exception.GetBaseException().Message.ReplaceLineEndings(" ")}", exception);
        }
    }

    private static string NameOf(MethodInfo kernel) =>
        kernel.IsGenericMethod ? $"'{kernel.Name}' with formula '{kernel.GetGenericArguments()[0]}'" : $"'{kernel.Name}'";
}
