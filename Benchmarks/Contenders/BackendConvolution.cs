using System.Runtime.InteropServices;
using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Backends;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>One pass of a convolution on one of the product's backends, without bias and activation.</summary>
/// <param name="backend">The backend, which this disposes.</param>
/// <param name="operands">What to compute with.</param>
/// <param name="pass">What to compute.</param>
/// <param name="threads">Threads of the backend.</param>
internal sealed class BackendConvolution(IBackend backend, ConvolutionOperands operands, ConvolutionPass pass, int threads)
    : Contender(GroupOf(operands.Layer, pass), $"NativeGan {backend.Name}", threads, operands.Work)
{
    private readonly DeviceBuffer _images = Upload(backend, operands.Images);
    private readonly DeviceBuffer _weight = Upload(backend, operands.Weight);
    private readonly DeviceBuffer _rows = Upload(backend, operands.Rows);
    private readonly DeviceBuffer _result = backend.Allocate(operands.ResultLength(pass), ElementType.Float32);

    /// <summary>What contenders of one pass of a layer are listed under.</summary>
    public static string GroupOf(ConvolutionLayer layer, ConvolutionPass pass) => pass switch
    {
        ConvolutionPass.Forward => $"{layer} forward",
        ConvolutionPass.WeightGradient => $"{layer} kernel gradient",
        _ => $"{layer} input gradient",
    };

    /// <inheritdoc/>
    public override string? Check()
    {
        backend.Fill(double.NaN, _result);
        Run(1);
        float[] result = new float[_result.Length];
        backend.Download(_result, MemoryMarshal.AsBytes(result.AsSpan()));
        int missing = result.AsSpan().IndexOf(float.NaN);
        return missing >= 0
            ? $"element {missing} was not written, or is NaN."
            : operands.Compare(pass, [.. operands.Samples(pass).Select(index => result[index])]);
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            Compute();
        }

        backend.Synchronize();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (DeviceBuffer buffer in (DeviceBuffer[])[_images, _weight, _rows, _result])
        {
            buffer.Release();
        }

        backend.Dispose();
        base.Dispose();
    }

    private void Compute()
    {
        ConvolutionLayer layer = operands.Layer;
        if (pass == ConvolutionPass.WeightGradient)
        {
            backend.WeightGradient(layer.Window, layer.RowChannels, _images, _rows, null, _result);
        }
        else if (layer.IsTransposed == (pass == ConvolutionPass.Forward))
        {
            backend.TransposedConvolution(layer.Window, layer.RowChannels, _rows, _weight, null, default(Identity), _result);
        }
        else
        {
            backend.Convolution(layer.Window, layer.RowChannels, _images, _weight, null, default(Identity), _result);
        }
    }

    private static DeviceBuffer Upload(IBackend backend, float[] values)
    {
        DeviceBuffer buffer = backend.Allocate(values.Length, ElementType.Float32);
        backend.Upload(MemoryMarshal.AsBytes(values.AsSpan()), buffer);
        return buffer;
    }
}
