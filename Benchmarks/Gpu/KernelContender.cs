using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>A kernel on a device: calls one after the other and one wait at the end, or with operands and results travelling each time.</summary>
internal sealed class KernelContender : Contender
{
    private readonly PrimitiveCase _case;
    private readonly IBackend _backend;
    private readonly bool _withTransfers;
    private readonly DeviceBuffer[] _buffers;
    private readonly byte[]?[] _operands;
    private readonly byte[][] _results;

    /// <summary>Puts the operands on the device.</summary>
    public KernelContender(TimedKernel kernel, IBackend backend, bool withTransfers)
        : base(kernel.Primitive.ToString(), withTransfers ? $"{backend.Name} with transfers" : $"{backend.Name} kernel only", 0, kernel.Work)
    {
        PrimitiveCase one = kernel.Primitive;
        (_case, _backend, _withTransfers) = (one, backend, withTransfers);
        _buffers = [.. one.Operands.Select(operand => operand.On(backend))];
        _operands = [.. one.Operands.Select((operand, i) => operand.IsBlank ? null : operand.Bytes(_buffers[i].Type))];
        _results = [.. one.Results.Select(result => new byte[_buffers[result].ByteLength])];
    }

    /// <inheritdoc/>
    public override string? Check()
    {
        using ExactBackend reference = new();
        return _case.Check(_backend, reference).Miss;
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            if (!_withTransfers)
            {
                _case.Call(_backend, _buffers);
                continue;
            }

            for (int buffer = 0; buffer < _buffers.Length; buffer++)
            {
                if (_operands[buffer] is { } bytes)
                {
                    _backend.Upload(bytes, _buffers[buffer]);
                }
            }

            _case.Call(_backend, _buffers);
            for (int result = 0; result < _results.Length; result++)
            {
                _backend.Download(_buffers[_case.Results[result]], _results[result]);
            }
        }

        _backend.Synchronize();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Array.ForEach(_buffers, buffer => buffer.Release());
        base.Dispose();
    }
}
