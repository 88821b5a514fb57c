using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Options;

namespace NativeGan.Training.Sweeps;

/// <summary>A search: its trials, the seeds of each, and how they are judged.</summary>
/// <param name="Trials">The trials, numbered from 1.</param>
/// <param name="Seeds">Every trial is run with each.</param>
/// <param name="EvaluatedSamples">Samples for <c>eval</c> after each run; 0 for none.</param>
/// <param name="RankBy">The figure that orders the table; null for the order of the trials.</param>
/// <param name="HighestFirst">Whether a high figure is a good one.</param>
internal sealed record SweepPlan(IReadOnlyList<SweepTrial> Trials, IReadOnlyList<ulong> Seeds, int EvaluatedSamples, string? RankBy, bool HighestFirst)
{
    /// <summary>Most runs of a search.</summary>
    public const int MostRuns = 10_000;

    /// <summary>Every run, trial by trial.</summary>
    /// <param name="folder">Where their folders go.</param>
    public IReadOnlyList<SweepRun> Runs(string folder) => [.. Trials.SelectMany(trial => Seeds.Select(seed => new SweepRun(trial, seed, folder)))];

    /// <summary>The options that the trials differ in, in the order of the file.</summary>
    public IReadOnlyList<string> VariedNames => [.. Trials.SelectMany(trial => trial.Varied).Select(setting => setting.Name).Distinct()];

    /// <summary>Refuses a search of which a trial cannot be run, before anything is.</summary>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="InputException">Values of a trial do not go together, or its preset has no use for one.</exception>
    public void Ensure(string where)
    {
        foreach (SweepTrial trial in Trials)
        {
            try
            {
                TrainingOptions options = trial.Options(Seeds[0]);
                if (EvaluatedSamples > 0 && TrainingDataCatalog.FindDistribution(options.Dataset) is not null)
                {
                    throw new InputException($"\"evaluate\" measures images, '{options.Preset}' makes none. Leave it out.", ExitCodes.Usage);
                }
            }
            catch (InputException refusal)
            {
                string values = string.Concat(trial.Varied.Select(setting => $" {setting.Option.Name} {setting.Text}"));
                throw new InputException($"{where}: trial {trial.Number} ({trial.Preset.Name}{values}): {refusal.Message}", ExitCodes.Usage, refusal);
            }
        }
    }
}
