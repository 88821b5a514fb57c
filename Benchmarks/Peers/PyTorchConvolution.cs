using System.Globalization;
using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;

namespace NativeGan.Benchmarks.Peers;

/// <summary>One pass of a convolution in PyTorch, on the same numbers, in a process that several of them share.</summary>
internal sealed class PyTorchConvolution : Contender
{
    private readonly PythonProcess _process;
    private readonly ConvolutionOperands _operands;
    private readonly ConvolutionPass _pass;

    /// <summary>Prepares the pass in the other process, in one of PyTorch's orders of axes.</summary>
    /// <param name="process">Runs convolution.py; not disposed.</param>
    /// <param name="operands">What to compute with.</param>
    /// <param name="pass">What to compute.</param>
    /// <param name="threads">Threads of the process.</param>
    /// <param name="layout"><c>contiguous</c> (channels first) or <c>channels_last</c>.</param>
    public PyTorchConvolution(PythonProcess process, ConvolutionOperands operands, ConvolutionPass pass, int threads, string layout)
        : base(BackendConvolution.GroupOf(operands.Layer, pass), $"PyTorch {layout}", threads, operands.Work)
    {
        (_process, _operands, _pass, IsPeer) = (process, operands, pass, true);
        ConvolutionLayer layer = operands.Layer;
        _process.Ask(
            $"prepare {Name.Split(' ')[1]} {(layer.IsTransposed ? 1 : 0)} {pass} {ConvolutionLayer.Batch} {layer.ImageSide} {layer.Window.Channels} "
            + $"{layer.Window.Down.Output} {layer.RowChannels} {layer.WeightSize} {layer.Stride}");
    }

    /// <summary>The two orders of axes, each of which is the faster for some layers.</summary>
    public static IReadOnlyList<string> Layouts { get; } = ["contiguous", "channels_last"];

    /// <summary>Its OpenMP threads spin for a few milliseconds before they sleep.</summary>
    public override TimeSpan Settling => TimeSpan.FromMilliseconds(Threads > 1 ? 20 : 0);

    /// <inheritdoc/>
    public override string? Check()
    {
        string answer = _process.Ask($"values {Name.Split(' ')[1]} {string.Join(',', _operands.Samples(_pass))}");
        return _operands.Compare(_pass, [.. answer.Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture))]);
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        if (calls > 0)
        {
            RunBlock(calls);
        }
    }

    /// <inheritdoc/>
    public override BlockTiming RunBlock(int calls) =>
        new(double.Parse(_process.Ask($"time {Name.Split(' ')[1]} {calls}"), CultureInfo.InvariantCulture) / 1000, -1);
}
