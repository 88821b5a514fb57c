using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Runs;

/// <summary>A picture of what a run's generator made of the fixed noise at a step: a file <c>samples/step-NNNNNN.EXTENSION</c>.</summary>
/// <param name="Step">The step.</param>
/// <param name="Path">The file.</param>
/// <param name="MediaType">What a browser calls its format.</param>
internal sealed record RunSample(long Step, string Path, string MediaType)
{
    private const string Prefix = "step-";

    private static readonly Dictionary<string, string> _mediaTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>The pictures in a folder by step; none where there is no such folder, one a step.</summary>
    /// <exception cref="InputException">The folder cannot be read.</exception>
    public static IReadOnlyList<RunSample> In(string folder)
    {
        try
        {
            return !Directory.Exists(folder)
                ? []
                : [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(Of).OfType<RunSample>().DistinctBy(sample => sample.Step).OrderBy(sample => sample.Step)];
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Reading(folder, exception);
        }
    }

    /// <summary>
    /// The steps to show side by side: those that every run has that came so far, spread evenly from first to last, and where each
    /// run began and ended.
    /// </summary>
    /// <param name="runs">Each run's pictures, by step; runs without any do not count.</param>
    /// <param name="most">How many of the shared steps, 2 or more.</param>
    public static IReadOnlyList<long> ChooseSteps(IEnumerable<IReadOnlyList<RunSample>> runs, int most)
    {
        (HashSet<long> Steps, long First, long Last)[] all =
            [.. runs.Where(samples => samples.Count > 0).Select(samples => (samples.Select(sample => sample.Step).ToHashSet(), samples[0].Step, samples[^1].Step))];
        long[] shared = [.. all.SelectMany(run => run.Steps).Distinct().Where(step => all.All(run => step > run.Last || run.Steps.Contains(step))).Order()];
        int count = Math.Min(most, shared.Length);
        IEnumerable<long> spread = Enumerable.Range(0, count).Select(index => shared[count == 1 ? 0 : (int)Math.Round((double)index * (shared.Length - 1) / (count - 1))]);
        return [.. spread.Concat(all.SelectMany(run => new[] { run.First, run.Last })).Distinct().Order()];
    }

    /// <summary>The file's content.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public byte[] ReadBytes()
    {
        try
        {
            return File.ReadAllBytes(Path);
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Reading(Path, exception);
        }
    }

    private static RunSample? Of(string path)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(path);
        return name.StartsWith(Prefix, StringComparison.Ordinal)
            && _mediaTypes.TryGetValue(System.IO.Path.GetExtension(path), out string? mediaType)
            && Numbers.TryStep(name.AsSpan(Prefix.Length), out long step)
                ? new RunSample(step, path, mediaType)
                : null;
    }
}
