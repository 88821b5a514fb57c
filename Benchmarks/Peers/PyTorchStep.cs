using System.Globalization;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Steps;

namespace NativeGan.Benchmarks.Peers;

/// <summary>The same training step in PyTorch, in a process of its own that times itself.</summary>
internal sealed class PyTorchStep : Contender
{
    private readonly PythonProcess _process;

    private PyTorchStep(StepModel model, string group, string name, int threads, PythonProcess process)
        : base(group, name, threads, new Work(model.FloatingPointOperations, 0)) => (_process, IsPeer) = (process, true);

    /// <summary>Version and environment.</summary>
    public string Description => _process.Description;

    /// <summary>Its OpenMP threads spin for a few milliseconds before they sleep.</summary>
    public override TimeSpan Settling => TimeSpan.FromMilliseconds(Threads > 1 ? 20 : 0);

    /// <summary>Starts the script; null, with the reason, where Python, PyTorch, the device or the mode is missing.</summary>
    /// <param name="python">The Python.</param>
    /// <param name="model">What to train.</param>
    /// <param name="group">Whom it is compared with.</param>
    /// <param name="threads">Threads of the processor.</param>
    /// <param name="reason">Why there is none.</param>
    /// <param name="position">Place on a scaling picture's axis.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <param name="mode"><c>eager</c>, <c>compile</c> or, on CUDA, <c>graph</c>.</param>
    /// <param name="patience">How long it may take to be ready, which is after the first steps where they are compiled; null for two minutes.</param>
    public static PyTorchStep? TryStart(
        string python, StepModel model, string group, int threads, out string? reason, double position = 0, string device = "cpu", string mode = "eager", TimeSpan? patience = null)
    {
        bool isPlain = device == "cpu" && mode == "eager";
        string name = isPlain ? "PyTorch" : $"PyTorch {device} {mode}";
        string[] arguments =
        [
            $"{threads}", $"{model.Batch}", string.Join(',', model.GeneratorWidths), string.Join(',', model.DiscriminatorWidths),
            model.Slope.ToString(CultureInfo.InvariantCulture), "--device", device, "--mode", mode,
        ];
        return PythonProcess.TryStart(python, name, "step.py", arguments, out reason, patience) is { } process
            ? new PyTorchStep(model, group, name, device == "cpu" ? threads : 0, process) { Position = position }
            : null;
    }

    /// <summary>Its random numbers are not ours, so only its losses are looked at: finite, and of the size that losses of an untrained GAN have.</summary>
    public override string? Check()
    {
        double[] answer = Ask(3);
        return answer.Skip(1).All(loss => loss is > 0 and < 20) ? null : $"its losses are {string.Join(" and ", answer.Skip(1))}.";
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        if (calls > 0)
        {
            Ask(calls);
        }
    }

    /// <inheritdoc/>
    public override BlockTiming RunBlock(int calls) => new(Ask(calls)[0] / 1000, -1);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _process.Dispose();
        base.Dispose();
    }

    // Milliseconds a step, D's loss, G's loss.
    private double[] Ask(int steps) => [.. _process.Ask($"{steps}").Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
