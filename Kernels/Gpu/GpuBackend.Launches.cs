using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <content>Launches: a kernel, a grid and arguments become a call that can be made, and repeated by a captured step.</content>
/// <remarks>C# has no generic parameter list of any length, hence one <c>Launch</c> for each number of arguments.</remarks>
public sealed partial class GpuBackend
{
    private static KernelConfig OneThread => new(1, 1);

    private static ArrayView<float> Floats(DeviceBuffer buffer)
    {
        Debug.Assert(buffer.Type == ElementType.Float32, "Expected numbers.");
        return ((GpuBuffer)buffer).Floats;
    }

    private static ArrayView<int> Integers(DeviceBuffer buffer)
    {
        Debug.Assert(buffer.Type == ElementType.Int32, "Expected integers.");
        return ((GpuBuffer)buffer).Integers;
    }

    private static int Groups(int count, int perGroup) => (int)(((long)count + perGroup - 1) / perGroup);

    /// <summary>A grid with one thread per element; of no groups where there are no elements.</summary>
    private KernelConfig Elements(int count) => new(Groups(count, Launches.ElementGroup), Launches.ElementGroup);

    /// <summary>Makes a launch, and keeps it when a step is being captured; null is a launch of no groups, which is left out.</summary>
    private void Run(Action? launch)
    {
        if (launch is null)
        {
            return;
        }

        Bind();
        try
        {
            _recorder.Run(launch);
        }
        catch (AcceleratorException exception)
        {
            throw Failed(exception);
        }
    }

    // The launches of one primitive are one call of a captured step.
    private void Run(Action? first, Action? second) => Run(first is null ? second : second is null ? first : () =>
    {
        first();
        second();
    });

    private void Run(IEnumerable<Action?> launches)
    {
        Action[] all = [.. launches.OfType<Action>()];
        Run(() =>
        {
            foreach (Action launch in all)
            {
                launch();
            }
        });
    }

    /// <summary>A launch of a kernel, which is compiled when it is first asked for; null where the grid has no groups.</summary>
    private Action? Launch<T>(Action<T> kernel, KernelConfig grid, T argument)
        where T : struct
    {
        if (!HasGroups(grid))
        {
            return null;
        }

        var launch = _launchers.Get(kernel, static (accelerator, kernel) => accelerator.LoadKernel(kernel));
        return () => launch(_stream, grid, argument);
    }

    /// <inheritdoc cref="Launch{T}"/>
    private Action? Launch<T0, T1>(Action<T0, T1> kernel, KernelConfig grid, T0 a0, T1 a1)
        where T0 : struct
        where T1 : struct
    {
        if (!HasGroups(grid))
        {
            return null;
        }

        var launch = _launchers.Get(kernel, static (accelerator, kernel) => accelerator.LoadKernel(kernel));
        return () => launch(_stream, grid, a0, a1);
    }

    /// <inheritdoc cref="Launch{T}"/>
    private Action? Launch<T0, T1, T2>(Action<T0, T1, T2> kernel, KernelConfig grid, T0 a0, T1 a1, T2 a2)
        where T0 : struct
        where T1 : struct
        where T2 : struct
    {
        if (!HasGroups(grid))
        {
            return null;
        }

        var launch = _launchers.Get(kernel, static (accelerator, kernel) => accelerator.LoadKernel(kernel));
        return () => launch(_stream, grid, a0, a1, a2);
    }

    /// <inheritdoc cref="Launch{T}"/>
    private Action? Launch<T0, T1, T2, T3>(Action<T0, T1, T2, T3> kernel, KernelConfig grid, T0 a0, T1 a1, T2 a2, T3 a3)
        where T0 : struct
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        if (!HasGroups(grid))
        {
            return null;
        }

        var launch = _launchers.Get(kernel, static (accelerator, kernel) => accelerator.LoadKernel(kernel));
        return () => launch(_stream, grid, a0, a1, a2, a3);
    }

    /// <inheritdoc cref="Launch{T}"/>
    private Action? Launch<T0, T1, T2, T3, T4>(
        Action<T0, T1, T2, T3, T4> kernel, KernelConfig grid, T0 a0, T1 a1, T2 a2, T3 a3, T4 a4)
        where T0 : struct
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        if (!HasGroups(grid))
        {
            return null;
        }

        var launch = _launchers.Get(kernel, static (accelerator, kernel) => accelerator.LoadKernel(kernel));
        return () => launch(_stream, grid, a0, a1, a2, a3, a4);
    }

    /// <inheritdoc cref="Launch{T}"/>
    private Action? Launch<T0, T1, T2, T3, T4, T5>(
        Action<T0, T1, T2, T3, T4, T5> kernel, KernelConfig grid, T0 a0, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5)
        where T0 : struct
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
    {
        if (!HasGroups(grid))
        {
            return null;
        }

        var launch = _launchers.Get(kernel, static (accelerator, kernel) => accelerator.LoadKernel(kernel));
        return () => launch(_stream, grid, a0, a1, a2, a3, a4, a5);
    }

    private static bool HasGroups(KernelConfig grid) => grid.GridDim is { X: > 0, Y: > 0, Z: > 0 };
}
