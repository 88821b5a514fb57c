using ILGPU.Runtime.Cuda;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu.Capture;

/// <summary>A captured step on a GPU: a CUDA graph where the driver makes one of it, else the recorded launches.</summary>
internal sealed class GpuCapturedStep : ICapturedStep
{
    private readonly GpuBackend _backend;
    private readonly ICapturedStep _recorded;
    private readonly CudaGraph? _graph;
    private readonly Action _replay;
    private bool _isDisposed;

    /// <summary>Takes over a recording.</summary>
    /// <param name="backend">Where it was made.</param>
    /// <param name="recorded">The recording, which is disposed with this.</param>
    /// <param name="graph">The same launches as a graph, or null.</param>
    /// <param name="stream">The stream for the graph.</param>
    /// <param name="mechanism">See <see cref="Mechanism"/>.</param>
    public GpuCapturedStep(GpuBackend backend, ICapturedStep recorded, CudaGraph? graph, CudaStream? stream, string mechanism)
    {
        (_backend, _recorded, _graph, Mechanism) = (backend, recorded, graph, mechanism);
        _replay = graph is null ? recorded.Replay : () => graph.Launch(stream!);
    }

    /// <inheritdoc/>
    public int CallCount => _recorded.CallCount;

    /// <inheritdoc/>
    public string Mechanism { get; }

    /// <inheritdoc/>
    public void Replay()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _backend.EnsureNotCapturing("Replay");
        _backend.OnDevice(_replay);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _graph?.Dispose();
            _recorded.Dispose();
        }
    }
}
