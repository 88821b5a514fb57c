using System.CommandLine;
using NativeGan.Benchmarks.Contenders;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Peers;
using NativeGan.Benchmarks.Reports;
using NativeGan.Kernels.Cpu;
using NativeGan.Training.Commands;

namespace NativeGan.Benchmarks.Commands;

/// <summary><c>convolution</c>: convolutions, transposed convolutions and their gradients at the convolutional GANs' shapes, beside PyTorch.</summary>
internal sealed class ConvolutionCommand() : BenchmarkCommand(text => ConvolutionLayer.ParseList(text), "conv14x64-128k5s2,up7x128-64k5s2")
{
    private readonly TextOption _peer = new("--peer") { HelpName = "PROGRAM", Description = "A Python with torch that computes the same in turn with ours, such as python3." };

    /// <inheritdoc/>
    public override string Name => "convolution";

    /// <inheritdoc/>
    protected override string Description => "Convolutions, transposed ones and their gradients at the convolutional GANs' shapes, beside PyTorch with --peer.";

    /// <inheritdoc/>
    public override IEnumerable<Report> Measure(BenchmarkOptions options)
    {
        Report report = options.Start(Name, $"Convolutions of the GANs, batch {ConvolutionLayer.Batch}");
        report.Notes.Add("layers: conv14x64-128k5s2 is a convolution of 14x14 images of 64 channels to 128 channels with a weight of 5x5 and a stride of 2, up... a transposed one; (k - 1)/2 zeros on every side");
        report.Notes.Add("GFLOP/s count the definition's operations, those with the zeros around the images included; no bias, no activation");
        Dictionary<int, PythonProcess> peers = options.Peer is { } python ? StartPeers(python, options.Threads, report) : [];
        try
        {
            foreach (ConvolutionLayer layer in Layers(options))
            {
                ConvolutionOperands operands = new(layer);
                foreach (ConvolutionPass pass in Enum.GetValues<ConvolutionPass>())
                {
                    options.Time(report, [.. options.Threads.SelectMany(threads => Contenders(operands, pass, threads, peers.GetValueOrDefault(threads)))]);
                    report.PeerRatios.AddRange(PeerRatio.Of(report, BackendConvolution.GroupOf(layer, pass)));
                }
            }
        }
        finally
        {
            foreach (PythonProcess peer in peers.Values)
            {
                peer.Dispose();
            }
        }

        yield return options.Finish(report);
    }

    /// <inheritdoc/>
    protected override void AddOptions(Command command) => command.Options.Add(_peer);

    /// <inheritdoc/>
    protected override BenchmarkOptions ReadMore(ParseResult parsed, BenchmarkOptions options) => options with { Peer = parsed.GetValue(_peer) };

    private static IReadOnlyList<ConvolutionLayer> Layers(BenchmarkOptions options) =>
        options.Shapes is { } list ? ConvolutionLayer.ParseList(list)
        : options.IsQuick ? ConvolutionLayer.Few
        : ConvolutionLayer.OfTheGans;

    private static IEnumerable<Contender> Contenders(ConvolutionOperands operands, ConvolutionPass pass, int threads, PythonProcess? peer)
    {
        yield return new BackendConvolution(new CpuBackend(threads), operands, pass, threads);
        if (peer is not null)
        {
            foreach (string layout in PyTorchConvolution.Layouts)
            {
                yield return new PyTorchConvolution(peer, operands, pass, threads, layout);
            }
        }
    }

    private static Dictionary<int, PythonProcess> StartPeers(string python, int[] threadCounts, Report report)
    {
        Dictionary<int, PythonProcess> peers = [];
        foreach (int threads in threadCounts)
        {
            PythonProcess? peer = PythonProcess.TryStart(python, "PyTorch", "convolution.py", [$"{threads}"], out string? reason);
            report.Notes.Add(peer?.Description ?? reason!);
            if (peer is not null)
            {
                peers.Add(threads, peer);
            }
        }

        return peers;
    }
}
