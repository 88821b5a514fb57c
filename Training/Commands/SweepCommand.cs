using System.CommandLine;
using System.Globalization;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Runs;
using NativeGan.Training.Sweeps;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan sweep FILE</c>: a search over options and seeds, in processes beside each other.</summary>
internal static class SweepCommand
{
    private const int Compared = 3;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "JSON: preset, options, grid or random, seeds, evaluate, rankBy, order." };
        TextOption output = new("--out") { Section = OptionSection.Output, HelpName = "FOLDER", Description = "Where the runs and the table go; a search that was ended goes on there. [default: runs/FILE without its ending]" };
        ValueOption<int> jobs = new("--jobs", new WholeNumbers<int>(1, 1024)) { Section = OptionSection.Run, Description = "Runs at a time. [default: one for every --threads cores]" };
        ValueOption<int> threads = new("--threads", new WholeNumbers<int>(1, 1024)) { Section = OptionSection.Run, Description = "Threads of each run.", Default = 1 };
        TextOption device = new("--device") { Section = OptionSection.Run, HelpName = "NAME", Description = "Device of each run, as for train. [default: cpu]" };
        DatasetOptions data = new();
        SwitchOption dryRun = new("--dry-run") { Section = OptionSection.Run, Description = "Print the command of each run; train nothing, write nothing." };
        Command command = new("sweep", "Search over options and seeds; write a table of means with intervals.") { file, output, jobs, threads, device, dryRun };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            string where = $"Sweep '{path}'";
            byte[] text = SmallFile.Read(path, where, "a JSON file with a search", ExitCodes.Usage);
            SweepPlan plan = SweepFile.Parse(text, where);
            string folder = parsed.GetValue(output) ?? Path.Combine("runs", Path.GetFileNameWithoutExtension(path));
            int threadsEach = threads.Read(parsed)!.Value;
            string[] environment =
            [
                "--device", parsed.GetValue(device) ?? "cpu", "--threads", threadsEach.ToString(CultureInfo.InvariantCulture),
                .. data.FolderIn(parsed) is { } images ? ["--data", images] : Array.Empty<string>(),
            ];
            if (parsed.GetValue(dryRun))
            {
                foreach (SweepRun run in plan.Runs(folder))
                {
                    ConsoleOutput.Result.WriteLine(Suggestion.Command([.. run.Arguments, .. environment]));
                }

                return ExitCodes.Success;
            }

            int together = jobs.Read(parsed) ?? Math.Max(1, Environment.ProcessorCount / threadsEach);
            LoadImages(plan, data.Source(parsed, Console.WriteLine));
            using SweepFolder place = SweepFolder.Open(folder, path, text);
            Console.WriteLine($"{plan.Trials.Count} trials, {plan.Seeds.Count} seeds each, {together} runs at a time, into {folder}");
            using StopSignals signals = new();
            IReadOnlyList<(SweepRun Run, SweepResult? Result)> results = new SweepRunner(plan, folder, together, environment, Console.WriteLine).Run(signals.Token);
            return Report(plan, results, place, signals.IsRaised);
        });
        return command;
    }

    // Once, before any process does: a download is for all of them, and what is missing is said before a folder is made.
    private static void LoadImages(SweepPlan plan, DatasetSource source)
    {
        foreach (DatasetKind kind in plan.Trials.Select(trial => trial.Options(plan.Seeds[0]).Dataset).Distinct())
        {
            TrainingDataCatalog.Load(kind, source);
        }
    }

    private static int Report(SweepPlan plan, IReadOnlyList<(SweepRun Run, SweepResult? Result)> results, SweepFolder folder, bool isStopped)
    {
        SweepTable table = new(plan, results);
        if (plan.RankBy is { } figure && table.Figures.Count > 0 && !table.Figures.Contains(figure))
        {
            Console.Error.WriteLine($"rankBy: there is no figure '{figure}'{Nearest.Hint(figure, table.Figures)} There are {string.Join(", ", table.Figures)}. The table is in the order of the trials.");
        }

        folder.Write(table);
        ConsoleOutput.Result.Write(table.ToMarkdown());
        int missing = results.Count(entry => entry.Result is null), failed = results.Count(entry => entry.Result?.Failure is not null);
        foreach ((SweepRun run, SweepResult? result) in results.Where(entry => entry.Result?.Failure is not null))
        {
            Console.Error.WriteLine($"{run.Name}: {result!.Failure}");
        }

        if (missing > 0)
        {
            Console.WriteLine($"{(isStopped ? "interrupted" : "ended")} with {missing} of {results.Count} runs to go; the same command goes on");
            return ExitCodes.Interrupted;
        }

        string[] best = [.. table.Trials.Select(trial => results.FirstOrDefault(entry => entry.Run.Trial == trial && entry.Result is { Failure: null }).Run?.Folder).OfType<string>().Take(Compared)];
        if (best.Length > 1)
        {
            AtomicFile.WriteText(folder.ComparisonPath, ComparisonPage.Write(RunSummary.ReadAll(best)));
            Console.WriteLine($"the best side by side: {folder.ComparisonPath}");
        }

        Console.WriteLine($"done: {results.Count - failed} runs{(failed > 0 ? $", {failed} failed" : "")}. Table: {folder.CsvPath}, {folder.MarkdownPath}");
        return failed > 0 ? ExitCodes.CheckFailed : ExitCodes.Success;
    }
}
