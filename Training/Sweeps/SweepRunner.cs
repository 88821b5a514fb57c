using NativeGan.Training.Errors;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Sweeps;

/// <summary>Runs a search in processes beside each other, and goes on where it was ended.</summary>
/// <param name="plan">The search.</param>
/// <param name="folder">Where its runs lie.</param>
/// <param name="jobs">Runs at a time.</param>
/// <param name="environment">Arguments of every process: device, threads, data.</param>
/// <param name="log">Told what happens, a line each.</param>
internal sealed class SweepRunner(SweepPlan plan, string folder, int jobs, IReadOnlyList<string> environment, Action<string> log)
{
    /// <summary>Runs what is not over yet.</summary>
    /// <param name="stop">Ends the processes, with checkpoints.</param>
    /// <returns>What came of each run; null where it was stopped before its end.</returns>
    /// <exception cref="InputException">A file cannot be read or written.</exception>
    public IReadOnlyList<(SweepRun Run, SweepResult? Result)> Run(CancellationToken stop)
    {
        IReadOnlyList<SweepRun> runs = plan.Runs(folder);
        SweepResult?[] results = [.. runs.Select(run => SweepResult.Load(run.Folder))];
        int[] waiting = [.. Enumerable.Range(0, runs.Count).Where(index => results[index] is null)];
        int over = runs.Count - waiting.Length;
        if (over > 0)
        {
            log($"{over} of {runs.Count} runs are over already");
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = jobs, CancellationToken = stop };
        try
        {
            Parallel.ForEachAsync(waiting, options, async (index, cancelled) =>
            {
                results[index] = await RunToEnd(runs[index], cancelled).ConfigureAwait(false);
                if (results[index] is { } result)
                {
                    log($"{Interlocked.Increment(ref over)}/{runs.Count} {runs[index].Name}: {result}");
                }
            }).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // What was running has saved its state; the results say what is missing.
        }

        return [.. runs.Zip(results)];
    }

    // A search that was killed leaves trainings that are about to save and end.
    private async Task WaitUntilFree(SweepRun run, CancellationToken stop)
    {
        bool isTold = false;
        while (RunLock.IsHeld(run.Folder))
        {
            if (!isTold)
            {
                log($"{run.Name} is still being trained by another process: waiting for its end");
            }

            isTold = true;
            await Task.Delay(100, stop).ConfigureAwait(false);
        }
    }

    private async Task<SweepResult?> RunToEnd(SweepRun run, CancellationToken stop)
    {
        await WaitUntilFree(run, stop).ConfigureAwait(false);
        bool isBegun = File.Exists(Path.Combine(run.Folder, RunFolder.DescriptionName));
        IReadOnlyList<string> training = isBegun ? ["resume", run.Folder] : run.Arguments;
        (int exitCode, string error) = await ChildProgram.Run([.. training, .. environment], run.LogPath, stop).ConfigureAwait(false);
        if (exitCode == ExitCodes.Success && plan.EvaluatedSamples > 0)
        {
            (exitCode, error) = await ChildProgram.Run(["eval", run.Folder, "--count", $"{plan.EvaluatedSamples}", .. environment], run.LogPath, stop).ConfigureAwait(false);
        }

        switch (exitCode)
        {
            case ExitCodes.Success:
                SweepResult result = SweepResult.OfRun(run.Folder, plan.EvaluatedSamples > 0);
                result.Save(run.Folder);
                return result;
            case ExitCodes.Diverged:
                SweepResult diverged = new(error, []);
                diverged.Save(run.Folder);
                return diverged;
            case var _ when stop.IsCancellationRequested:
                return null;
            default:
                // Not kept: what stood in its way, such as a full disk, may be gone next time.
                return new SweepResult($"exit code {exitCode}: {(error.Length > 0 ? error : $"see {run.LogPath}")}", []);
        }
    }
}
