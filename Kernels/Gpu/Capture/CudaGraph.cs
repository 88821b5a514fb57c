using System.Runtime.InteropServices;
using ILGPU.Runtime.Cuda;

namespace NativeGan.Kernels.Gpu.Capture;

/// <summary>A sequence of launches that the driver knows as a whole and starts with one call: a CUDA graph.</summary>
/// <remarks>
/// Each launch costs the host time, which for the kernels of a small network can be more than they run; a graph is one launch.
/// Made by stream capture: launches that go to a capturing stream are written down by the driver instead of run.
/// Source: CUDA driver API, "Stream Management" and "Graph Management".
/// </remarks>
internal sealed unsafe class CudaGraph : IDisposable
{
    // CU_STREAM_CAPTURE_MODE_RELAXED: other threads may call the driver meanwhile; finalizers that free memory do.
    private const int Relaxed = 2;

    private static readonly Lazy<Driver?> _driver = new(Driver.TryLoad);

    private readonly Driver _api;
    private readonly nint _graph;
    private readonly nint _executable;
    private bool _isDisposed;

    private CudaGraph(Driver api, nint graph, nint executable, int nodes) => (_api, _graph, _executable, Nodes) = (api, graph, executable, nodes);

    /// <summary>Kernels in the graph.</summary>
    public int Nodes { get; }

    /// <summary>Turns the launches that an action makes on a stream into a graph; none of them is run.</summary>
    /// <param name="stream">A stream of its own, not the default one; the device's context is current on this thread.</param>
    /// <param name="launches">Launches on that stream, and nothing that waits for it.</param>
    /// <param name="reason">Null on success; otherwise why the driver made no graph.</param>
    /// <returns>The graph, or null.</returns>
    public static CudaGraph? TryCapture(CudaStream stream, Action launches, out string? reason)
    {
        if (_driver.Value is not { } api)
        {
            reason = "the driver has no graph functions: it is older than CUDA 11.4";
            return null;
        }

        int status = api.BeginCapture(stream.StreamPtr, Relaxed);
        if (status != 0)
        {
            reason = $"cuStreamBeginCapture returned {status}";
            return null;
        }

        nint graph = 0;
        try
        {
            launches();
        }
        finally
        {
            // Also after a failure: a stream that is left capturing can do nothing else.
            status = api.EndCapture(stream.StreamPtr, &graph);
        }

        if (status != 0)
        {
            reason = $"cuStreamEndCapture returned {status}";
            return null;
        }

        nint executable = 0;
        status = api.Instantiate(&executable, graph, 0);
        if (status != 0)
        {
            _ = api.DestroyGraph(graph);
            reason = $"cuGraphInstantiateWithFlags returned {status}";
            return null;
        }

        nuint nodes = 0;
        _ = api.GetNodes(graph, null, &nodes);
        reason = null;
        return new CudaGraph(api, graph, executable, (int)nodes);
    }

    /// <summary>Hands the graph to a stream; returns at once.</summary>
    /// <exception cref="CudaException">The driver refused.</exception>
    public void Launch(CudaStream stream)
    {
        int status = _api.Launch(_executable, stream.StreamPtr);
        if (status != 0)
        {
            throw new CudaException((CudaError)status);
        }
    }

    /// <summary>Destroys the graph.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _ = _api.DestroyExecutable(_executable);
            _ = _api.DestroyGraph(_graph);
        }
    }

    // ILGPU has no bindings for graphs.
    private sealed class Driver
    {
        public required delegate* unmanaged<nint, int, int> BeginCapture { get; init; }

        public required delegate* unmanaged<nint, nint*, int> EndCapture { get; init; }

        public required delegate* unmanaged<nint*, nint, ulong, int> Instantiate { get; init; }

        public required delegate* unmanaged<nint, nint*, nuint*, int> GetNodes { get; init; }

        public required delegate* unmanaged<nint, nint, int> Launch { get; init; }

        public required delegate* unmanaged<nint, int> DestroyExecutable { get; init; }

        public required delegate* unmanaged<nint, int> DestroyGraph { get; init; }

        public static Driver? TryLoad()
        {
            string[] names = OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1", "libcuda.so"];
            foreach (string name in names)
            {
                if (NativeLibrary.TryLoad(name, out nint library)
                    && NativeLibrary.TryGetExport(library, "cuStreamBeginCapture_v2", out nint begin)
                    && NativeLibrary.TryGetExport(library, "cuStreamEndCapture", out nint end)
                    && NativeLibrary.TryGetExport(library, "cuGraphInstantiateWithFlags", out nint instantiate)
                    && NativeLibrary.TryGetExport(library, "cuGraphGetNodes", out nint nodes)
                    && NativeLibrary.TryGetExport(library, "cuGraphLaunch", out nint launch)
                    && NativeLibrary.TryGetExport(library, "cuGraphExecDestroy", out nint destroyExecutable)
                    && NativeLibrary.TryGetExport(library, "cuGraphDestroy", out nint destroyGraph))
                {
                    return new Driver
                    {
                        BeginCapture = (delegate* unmanaged<nint, int, int>)begin,
                        EndCapture = (delegate* unmanaged<nint, nint*, int>)end,
                        Instantiate = (delegate* unmanaged<nint*, nint, ulong, int>)instantiate,
                        GetNodes = (delegate* unmanaged<nint, nint*, nuint*, int>)nodes,
                        Launch = (delegate* unmanaged<nint, nint, int>)launch,
                        DestroyExecutable = (delegate* unmanaged<nint, int>)destroyExecutable,
                        DestroyGraph = (delegate* unmanaged<nint, int>)destroyGraph,
                    };
                }
            }

            return null;
        }
    }
}
