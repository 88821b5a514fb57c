#if HAS_ILGPU
using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <summary>The primitives as ILGPU kernels on one CUDA or OpenCL device, or on ILGPU's simulator of one.</summary>
/// <remarks>
/// All launches go to one stream, in the order of the calls. A backend is used by one thread at a time. Numbers are float32.
/// Open one with <see cref="GpuDevices.TryOpen"/>.
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
    private bool _isDisposed;

    private GpuBackend(string name, Context context, Device device)
    {
        Name = name;
        _context = context;
        _accelerator = device.CreateAccelerator(context);
        _stream = _accelerator.CreateStream();
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

    /// <summary>The matrix product version to use for every shape; null leaves the choice to the shape.</summary>
    internal GpuMatMulVersion? MatMulVersion { get; set; }

    /// <summary>Device memory held by the default pool, in use or not.</summary>
    internal long ReservedBytes => _defaultPool.ReservedBytes;

    /// <summary>Opens the first device of a kind.</summary>
    internal static GpuBackend? TryOpen(string name, out string? reason)
    {
        Context? context = null;
        try
        {
            context = GpuContext.Create(name);
            if (GpuContext.PreferredDevice(context, name) is { } device)
            {
                reason = null;
                return new GpuBackend(name, context, device);
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

            // Waits for the copy: the caller may change its memory as soon as this returns.
            ((GpuBuffer)target).RawBytes.CopyFromCPU(_stream, source);
            _stream.Synchronize();
        }
    }

    /// <inheritdoc/>
    public void Download(DeviceBuffer source, Span<byte> target)
    {
        _recorder.EnsureNotCapturing("Download");
        Debug.Assert(target.Length == source.ByteLength, "Download copies whole buffers.");
        Bind();
        if (target.Length > 0)
        {
            ((GpuBuffer)source).RawBytes.CopyToCPU(_stream, target);
        }

        _stream.Synchronize();
    }

    /// <inheritdoc/>
    public void Synchronize()
    {
        Bind();
        _stream.Synchronize();
    }

    /// <inheritdoc/>
    public ICapturedStep Capture(Action step)
    {
        _recorder.EnsureNotCapturing("Capture");
        GpuMemoryPool privatePool = NewPool();
        _pool = privatePool;
        try
        {
            return _recorder.Capture(step, () => Retire(privatePool));
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

    /// <summary>Waits for the device and frees its memory; buffers and captured steps of this backend are dead afterwards.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        Bind();
        _isDisposed = true;
        _stream.Synchronize();
        _defaultPool.Dispose();
        _stream.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
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
#endif
