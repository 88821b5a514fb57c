using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace NativeGan.Kernels.Gpu;

/// <summary>Creates ILGPU contexts, the objects that know the drivers and compile kernels.</summary>
internal static class GpuContext
{
    // ILGPU asks for "cuda" and "OpenCL"; many Linux systems carry only libcuda.so.1 and libOpenCL.so.1 (the unversioned
    // names belong to development packages). A resolver can be set once per assembly, and has to be before the first call.
    static GpuContext() => NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, static (name, assembly, path) =>
        NativeLibrary.TryLoad(name, assembly, path, out nint library)
        || (OperatingSystem.IsLinux() && NativeLibrary.TryLoad($"lib{name}.so.1", assembly, path, out library))
            ? library
            : 0);

    /// <summary>A context with the devices of one kind.</summary>
    /// <param name="backend">One of <see cref="GpuDevices.Names"/>.</param>
    public static Context Create(string backend) => Context.Create(builder =>
    {
        // O2: at O1 the OpenCL source keeps generic pointers, which some drivers reject, and PTX loses its vector accesses.
        builder.Optimize(OptimizationLevel.O2).EnableAlgorithms();
        switch (backend)
        {
            case "cuda":
                builder.Cuda();
                break;
            case "opencl":
                builder.OpenCL(AcceptWithoutGenericPointers);
                break;
            default:
                // Groups of 64 threads, one at a time, each thread an operating system thread that starts when first needed.
                builder.CPU(new CPUDevice(numThreadsPerWarp: 4, numWarpsPerMultiprocessor: 16, numMultiprocessors: 1));
                break;
        }
    });

    /// <summary>A context that compiles kernels to text and has no device.</summary>
    public static Context CreateForListings() => Context.Create(builder => builder.Optimize(OptimizationLevel.O2).EnableAlgorithms());

    /// <summary>Every device of every kind, the one to open before the others of its kind; a kind whose driver is missing contributes none.</summary>
    public static IReadOnlyList<GpuDeviceInfo> ListDevices()
    {
        List<GpuDeviceInfo> devices = [];
        foreach (string backend in GpuDevices.Names)
        {
            try
            {
                using Context context = Create(backend);
                foreach (Device device in ByPreference(context, backend))
                {
                    long memory = device.AcceleratorType == AcceleratorType.CPU ? 0 : device.MemorySize;
                    devices.Add(new GpuDeviceInfo(backend, device.Name.Trim(), memory, device.NumMultiprocessors, IsProcessor(device)));
                }
            }
            catch (Exception exception) when (IsMissingDriver(exception))
            {
            }
        }

        return devices;
    }

    /// <summary>The device to open: a real GPU before a processor's OpenCL driver, then the one with more multiprocessors.</summary>
    public static Device? PreferredDevice(Context context, string backend) => ByPreference(context, backend).FirstOrDefault();

    /// <summary>True for ILGPU's simulator and for OpenCL drivers that run on the processor.</summary>
    public static bool IsProcessor(Device device) => device is CPUDevice
        || (device is CLDevice openCl && !openCl.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU));

    /// <summary>True for what ILGPU throws when the driver's library, or a function in it, does not exist.</summary>
    public static bool IsMissingDriver(Exception exception) =>
        exception is DllNotFoundException or EntryPointNotFoundException or AcceleratorException or NotSupportedException
        || (exception is TypeInitializationException or TargetInvocationException && exception.InnerException is { } inner && IsMissingDriver(inner));

    private static IEnumerable<Device> ByPreference(Context context, string backend) => DevicesOf(context, backend)
        .OrderByDescending(static device => !IsProcessor(device))
        .ThenByDescending(static device => device.NumMultiprocessors);

    // A context that finds no device of the kind asked for contains the simulator instead.
    private static IEnumerable<Device> DevicesOf(Context context, string backend) => context.Devices.Where(device =>
        device.AcceleratorType == backend switch
        {
            "cuda" => AcceleratorType.Cuda,
            "opencl" => AcceleratorType.OpenCL,
            _ => AcceleratorType.CPU,
        });

    // ILGPU accepts OpenCL devices with generic pointers only, but at O2 the kernels of this folder do not contain any.
    // The flag has no public setter.
    private static bool AcceptWithoutGenericPointers(CLDevice device)
    {
        PropertyInfo? flag = device.Capabilities.GetType().GetProperty(nameof(device.Capabilities.GenericAddressSpace));
        flag?.GetSetMethod(nonPublic: true)?.Invoke(device.Capabilities, [true]);
        return true;
    }
}
