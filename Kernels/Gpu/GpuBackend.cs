using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu.Capture;
using NativeGan.Kernels.Gpu.MatMul;

namespace NativeGan.Kernels.Gpu;

/// <summary>The primitives as ILGPU kernels on one CUDA or OpenCL device, or on ILGPU's simulator of one.</summary>
/// <remarks>
/// All launches go to one stream, in the order of the calls. A backend is used by one thread at a time. Numbers are float32.
/// Open one with <see cref="GpuDevices.TryOpen(string, BackendOptions, out string?)"/>.
/// </remarks>
public sealed partial class GpuBackend : IBackend
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly KernelLaunchers _launchers;
    private readonly CallRecorder _recorder = new();
    private readonly GpuMemoryPool _defaultPool;
    private GpuMemoryPool _pool;
    private readonly Action _synchronize;
    private bool _hasFailed;
    private bool _isDisposed;

    private GpuBackend(string name, Context context, Device device)
    {
        Name = name;
        _context = context;
        _accelerator = device.CreateAccelerator(context);
        _stream = _accelerator.CreateStream();
        _synchronize = _stream.Synchronize;
        _launchers = new KernelLaunchers(_accelerator, $"{name} device '{device.Name}'");
        _pool = _defaultPool = NewPool();
        Launches = GpuLaunchSizes.For(device);
        Description = device.AcceleratorType == AcceleratorType.CPU
            ? "ILGPU's simulated GPU: one thread of this computer per GPU thread, for tests"
            : $"{device.Name.Trim()}, {device.MemorySize / (1024.0 * 1024 * 1024):0.0} GiB, {device.NumMultiprocessors} multiprocessors";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public ElementType FloatType => ElementType.Float32;

    /// <summary>Group sizes and thresholds for this device; tests change them to reach every kernel.</summary>
    internal GpuLaunchSizes Launches { get; set; }

    /// <summary>The device's name, as its driver gives it.</summary>
    internal string DeviceName => _accelerator.Name.Trim();

    /// <summary>Device memory held by the default pool, in use or not.</summary>
    internal long ReservedBytes => _defaultPool.ReservedBytes;

    /// <summary>Opens the first device of a kind.</summary>
    internal static GpuBackend? TryOpen(string name, BackendOptions options, out string? reason)
    {
        if (options.Precision != MatMulPrecision.Float32 && name != "cuda")
        {
            reason = $"{options.Precision} products need tensor cores, which only cuda has: leave the precision at Float32";
            return null;
        }

        Context? context = null;
        try
        {
            context = GpuContext.Create(name);
            if (GpuContext.PreferredDevice(context, name) is { } device)
            {
                reason = null;
                GpuBackend backend = new(name, context, device) { Precision = options.Precision };
                if (options.TuningFolder is { } folder && MatMulTuningTable.TryLoad(folder, backend.DeviceName, options.Precision) is { } table)
                {
                    backend.Use(table);
                }

                return backend;
            }

            reason = name == "cuda"
                ? "ILGPU found no CUDA device: install NVIDIA's driver (nvidia-smi lists the devices it sees)"
                : "ILGPU found no OpenCL device: install the GPU vendor's OpenCL driver, or PoCL to run on the processor";
        }
        catch (Exception exception) when (GpuContext.IsMissingDriver(exception))
        {
            string library = name == "cuda" ? "CUDA" : "OpenCL";
            reason = $"the {library} driver did not start ({exception.GetBaseException().Message.ReplaceLineEndings(" ").Trim()}): "
                + "install or update the device's driver";
        }

        context?.Dispose();
        return null;
    }

    /// <summary>Whether a kind of device can run a version of the matrix product at all.</summary>
    internal static bool CanRun(GpuMatMulVersion version, string name) => version != GpuMatMulVersion.TensorCore || name == "cuda";

    /// <inheritdoc/>
    public DeviceBuffer Allocate(int length, ElementType type)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Bind();
        GpuBuffer buffer = new(_pool, length, type);
        _recorder.NoteAllocation(buffer);
        return buffer;
    }

    /// <inheritdoc/>
    public void Hold(DeviceBuffer buffer) => _recorder.Hold(buffer);

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<byte> source, DeviceBuffer target)
    {
        _recorder.EnsureNotCapturing("Upload");
        Debug.Assert(source.Length == target.ByteLength, "Upload copies whole buffers.");
        if (source.Length > 0)
        {
            Bind();
            try
            {
                // Waits for the copy: the caller may change its memory as soon as this returns.
                ((GpuBuffer)target).RawBytes.CopyFromCPU(_stream, source);
                _stream.Synchronize();
            }
            catch (AcceleratorException exception)
            {
                throw Failed(exception);
            }
        }
    }

    /// <inheritdoc/>
    public void Download(DeviceBuffer source, Span<byte> target)
    {
        _recorder.EnsureNotCapturing("Download");
        Debug.Assert(target.Length == source.ByteLength, "Download copies whole buffers.");
        Bind();
        try
        {
            if (target.Length > 0)
            {
                ((GpuBuffer)source).RawBytes.CopyToCPU(_stream, target);
            }

            _stream.Synchronize();
        }
        catch (AcceleratorException exception)
        {
            throw Failed(exception);
        }
    }

    /// <inheritdoc/>
    public void Synchronize() => OnDevice(_synchronize);

    /// <inheritdoc/>
    public ICapturedStep Capture(Action step)
    {
        _recorder.EnsureNotCapturing("Capture");
        GpuMemoryPool privatePool = NewPool();
        _pool = privatePool;
        try
        {
            return Accelerate(_recorder.Capture(step, () => Retire(privatePool)));
        }
        catch
        {
            Retire(privatePool);
            throw;
        }
        finally
        {
            _pool = _defaultPool;
        }
    }

    /// <summary>Runs something that calls the driver; what the driver reports becomes the engine's exception.</summary>
    /// <exception cref="DeviceFailedException">The device was lost.</exception>
    internal void OnDevice(Action action)
    {
        Bind();
        try
        {
            action();
        }
        catch (AcceleratorException exception)
        {
            throw Failed(exception);
        }
    }

    /// <summary>Refuses what a captured step must not do; see <see cref="CallRecorder.EnsureNotCapturing"/>.</summary>
    internal void EnsureNotCapturing(string action) => _recorder.EnsureNotCapturing(action);

    // A step that was recorded is launched once more into a capturing stream, which does not run it.
    private GpuCapturedStep Accelerate(ICapturedStep recorded)
    {
        if (_stream is not CudaStream stream)
        {
            return new GpuCapturedStep(this, recorded, graph: null, stream: null, recorded.Mechanism);
        }

        string? reason = null;
        CudaGraph? graph = null;
        OnDevice(() => graph = CudaGraph.TryCapture(stream, recorded.Replay, out reason));
        string mechanism = graph is null ? $"{recorded.Mechanism} (no CUDA graph: {reason})" : $"CUDA graph of {graph.Nodes} kernels";
        return new GpuCapturedStep(this, recorded, graph, stream, mechanism);
    }

    private DeviceFailedException Failed(AcceleratorException exception)
    {
        _hasFailed = true;
        return new DeviceFailedException(
            $"The {Name} device '{DeviceName}' stopped working: {exception.Message.ReplaceLineEndings(" ").Trim()}. "
            + "What was in its memory is lost; look at the driver's messages, and start again from the last checkpoint.",
            exception);
    }

    /// <summary>Waits for the device and frees its memory; buffers and captured steps of this backend are dead afterwards.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        try
        {
            Bind();
            _isDisposed = true;
            if (!_hasFailed)
            {
                _stream.Synchronize();
            }

            _defaultPool.Dispose();
            _stream.Dispose();
            _accelerator.Dispose();
            _context.Dispose();
        }
        catch (AcceleratorException) when (_hasFailed)
        {
            // A lost device cannot give its memory back, and whoever closes it has been told.
        }
    }

    private GpuMemoryPool NewPool() => new(_accelerator, $"{Name} device '{_accelerator.Name}'");

    // Later kernels run after those of the step on the same stream, so its memory can be reused at once.
    private void Retire(GpuMemoryPool privatePool)
    {
        if (!_isDisposed)
        {
            privatePool.MoveTo(_defaultPool);
        }
    }

    // CUDA calls need this device's context on the calling thread, and another backend may have put its own there since the
    // last call. Where it is current already this is one comparison of a thread's field.
    private void Bind()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _accelerator.Bind();
    }
}
