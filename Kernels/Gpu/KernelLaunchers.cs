using ILGPU.Runtime;

namespace NativeGan.Kernels.Gpu;

/// <summary>Compiled kernels of one accelerator, by kernel and formula.</summary>
/// <remarks>Loading a kernel costs 33-58 µs even when ILGPU has compiled it before; a look-up here costs a fraction of one.</remarks>
internal sealed class KernelLaunchers(Accelerator accelerator, string deviceName)
{
    private readonly Dictionary<(string Kernel, Type? Formula), Delegate> _launchers = [];
    private string? _failed;

    /// <summary>The launcher of a kernel closed over a formula, compiled on first use.</summary>
    /// <exception cref="InvalidOperationException">The kernel does not compile for this device.</exception>
    public TLauncher Get<TLauncher>(string kernel, Type? formula, Func<Accelerator, TLauncher> load)
        where TLauncher : Delegate
    {
        if (_launchers.TryGetValue((kernel, formula), out Delegate? launcher))
        {
            return (TLauncher)launcher;
        }

        string name = formula is null ? $"'{kernel}'" : $"'{kernel}' with formula '{formula}'";
        if (_failed is not null)
        {
            throw new InvalidOperationException(
                $"Kernel {name} was not compiled for {deviceName}: kernel {_failed} failed before it, and ILGPU compiles nothing more after a failure.");
        }

        try
        {
            TLauncher loaded = load(accelerator);
            _launchers[(kernel, formula)] = loaded;
            return loaded;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _failed = name;
            throw new InvalidOperationException(
                $"Kernel {name} does not compile for {deviceName}: {exception.GetBaseException().Message.ReplaceLineEndings(" ")}", exception);
        }
    }
}
