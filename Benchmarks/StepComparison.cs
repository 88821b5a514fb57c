using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu;
using NativeGan.Training;
using NativeGan.Training.Data;
using NativeGan.Training.Presets;

namespace NativeGan.Benchmarks;

/// <summary>
/// <c>step</c>: the captured training step of s4 against a peer that trains the same step, in turns within one run.
/// </summary>
/// <remarks>
/// The result is checked first: a captured run must give the weights of an eager one, bit for bit. Each contender then runs
/// blocks of steps in turn, so that whatever else the machine does meets all of them; medians and quartiles are reported.
/// </remarks>
internal static class StepComparison
{
    private const int StepsPerBlock = 50;

    /// <summary>Runs the comparison; <c>--rounds N</c>, <c>--peer PYTHON</c>, <c>--threads LIST</c>.</summary>
    public static int Run(string[] arguments)
    {
        int rounds = int.Parse(Value(arguments, "--rounds") ?? "15", CultureInfo.InvariantCulture);
        int[] threadCounts = [.. (Value(arguments, "--threads") ?? $"1,{Environment.ProcessorCount}").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).Distinct()];
        string? peer = Value(arguments, "--peer");
        CheckCapturedEqualsEager();
        List<(string Name, IContender Contender)> contenders = [];
        foreach (int threads in threadCounts)
        {
            contenders.Add(($"NativeGan cpu, {threads} thread{(threads == 1 ? "" : "s")}", new Ours(threads)));
            if (peer is not null)
            {
                contenders.Add(($"PyTorch ({peer}), {threads} thread{(threads == 1 ? "" : "s")}", new Peer(peer, threads)));
            }
        }

        Dictionary<string, List<double>> milliseconds = contenders.ToDictionary(entry => entry.Name, _ => new List<double>());
        foreach ((_, IContender contender) in contenders)
        {
            contender.RunBlock(3 * StepsPerBlock);
        }

        for (int round = 0; round < rounds; round++)
        {
            foreach ((string name, IContender contender) in contenders)
            {
                milliseconds[name].Add(contender.RunBlock(StepsPerBlock));
            }
        }

        Console.WriteLine($"s4 step, batch 128, D then G, shared noise; {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}");
        Console.WriteLine($"{rounds} rounds of {StepsPerBlock} steps each, in turns; captured step checked against the eager one");
        Console.WriteLine("| contender | median ms/step | quartiles | allocated/step |");
        Console.WriteLine("|---|---|---|---|");
        foreach ((string name, IContender contender) in contenders)
        {
            List<double> sorted = [.. milliseconds[name].Order()];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {sorted[sorted.Count / 2]:F3} | {sorted[sorted.Count / 4]:F3} - {sorted[sorted.Count * 3 / 4]:F3} | {contender.AllocatedBytesPerStep} |"));
            contender.Dispose();
        }

        return 0;
    }

    private static string? Value(string[] arguments, string option)
    {
        int index = Array.IndexOf(arguments, option);
        return index >= 0 && index + 1 < arguments.Length ? arguments[index + 1] : null;
    }

    private static void CheckCapturedEqualsEager()
    {
        using Ours captured = new(2), eager = new(1);
        captured.RunBlock(20);
        eager.RunEagerly(20);
        if (!captured.Weights().AsSpan().SequenceEqual(eager.Weights()))
        {
            throw new InvalidOperationException("The captured step does not give the eager step's weights: not timed.");
        }
    }

    private interface IContender : IDisposable
    {
        string AllocatedBytesPerStep { get; }

        double RunBlock(int steps);
    }

    private sealed class Ours : IContender
    {
        private static readonly ImageDataset _digits = BuiltInDigits.LoadTrain();

        private readonly CpuBackend _backend;
        private readonly TrainingSession _session;
        private ICapturedStep? _captured;
        private long _allocated, _steps;

        public Ours(int threads)
        {
            _backend = new CpuBackend(threads);
            _session = new TrainingSession(PresetCatalog.Find("s4").Options with { Sampler = "replacement" }, _backend, _digits);
        }

        public string AllocatedBytesPerStep => _steps == 0 ? "-" : $"{_allocated / _steps} B";

        public double RunBlock(int steps)
        {
            int first = 0;
            if (_captured is null)
            {
                _captured = _backend.Capture(_session.Step.Run);
                first = 1;
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            for (int step = first; step < steps; step++)
            {
                _captured.Replay();
            }

            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            _allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            _steps += steps - first;
            return elapsed.TotalMilliseconds / (steps - first);
        }

        public void RunEagerly(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                _session.Step.Run();
            }
        }

        public float[] Weights() => [.. _session.Model.NamedParameters.SelectMany(entry => entry.Parameter.ToArray())];

        public void Dispose()
        {
            _captured?.Dispose();
            _session.Dispose();
            _backend.Dispose();
        }
    }

    private sealed class Peer : IContender
    {
        private readonly Process _process;

        public Peer(string python, int threads)
        {
            string script = Path.Combine(AppContext.BaseDirectory, "Peers", "step.py");
            ProcessStartInfo start = new(python, ["-u", script, threads.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };

            // These pin OpenBLAS to an older core type and halve its speed where somebody set them.
            start.Environment.Remove("OPENBLAS_CORETYPE");
            start.Environment.Remove("OPENBLAS_L2_SIZE");
            _process = Process.Start(start)!;
            Console.Error.WriteLine($"peer: {_process.StandardOutput.ReadLine()}");
        }

        public string AllocatedBytesPerStep => "-";

        public double RunBlock(int steps)
        {
            _process.StandardInput.WriteLine(steps);
            return double.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer ended."), CultureInfo.InvariantCulture);
        }

        public void Dispose()
        {
            _process.StandardInput.Close();
            _process.WaitForExit(5000);
            _process.Dispose();
        }
    }
}
