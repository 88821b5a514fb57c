using System.Diagnostics;
using System.Globalization;
using NativeGan.Benchmarks.Harness;
using NativeGan.Benchmarks.Steps;
using NativeGan.Training;

namespace NativeGan.Benchmarks.Peers;

/// <summary>The same training step in PyTorch, in a process of its own that times itself.</summary>
internal sealed class PyTorchStep : Contender
{
    private static readonly string[] _pinningVariables = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

    private readonly Process _process;

    private PyTorchStep(StepModel model, string group, string name, int threads, Process process, string description)
        : base(group, name, threads, new Work(model.FloatingPointOperations, 0))
    {
        (_process, Description) = (process, description);
        IsPeer = true;
    }

    /// <summary>Version and environment.</summary>
    public string Description { get; }

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
        string script = Path.Combine(AppContext.BaseDirectory, "Peers", "step.py");
        string[] arguments =
        [
            "-u", script, $"{threads}", $"{model.Batch}", string.Join(',', model.GeneratorWidths), string.Join(',', model.DiscriminatorWidths),
            model.Slope.ToString(CultureInfo.InvariantCulture), "--device", device, "--mode", mode,
        ];
        ProcessStartInfo start = new(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

        // These pin OpenBLAS to an older core type and halve its speed where somebody set them.
        bool wasPinned = _pinningVariables.Select(variable => start.Environment.Remove(variable)).ToArray().Any(removed => removed);
        reason = $"{name}: absent, {python} cannot import torch. Debian: apt-get install python3-torch";
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            Task<string?> answer = process.StandardOutput.ReadLineAsync();
            if (!answer.Wait(patience ?? TimeSpan.FromMinutes(2)))
            {
                reason = $"{name}: left out, it was not ready in time";
                process.Kill(entireProcessTree: true);
            }
            else if (answer.Result is { } greeting && greeting.StartsWith("absent: ", StringComparison.Ordinal))
            {
                reason = $"{name}: {greeting}";
            }
            else if (answer.Result is { } description)
            {
                reason = null;
                string pinned = $"{string.Join(", ", _pinningVariables)} {(wasPinned ? "were set and taken out" : "not set")}";
                return new PyTorchStep(model, group, name, device == "cpu" ? threads : 0, process, $"{description}; {pinned}") { Position = position };
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            reason = $"{name}: absent, there is no program '{python}'. Name a Python with torch: --peer python3";
        }

        process?.Dispose();
        return null;
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
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
        }

        _process.Dispose();
        base.Dispose();
    }

    // Milliseconds a step, D's loss, G's loss.
    private double[] Ask(int steps)
    {
        _process.StandardInput.WriteLine(steps);
        string answer = _process.StandardOutput.ReadLine() ?? throw new InputException("The PyTorch peer ended; run Benchmarks/Peers/step.py by hand to see why.", ExitCodes.Unexpected);
        return [.. answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }
}
