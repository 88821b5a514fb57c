using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using NativeGan.Engine.Backends;
using NativeGan.Training.Errors;
using NativeGan.Training.Labs;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan lab NAME</c>: one sentence of the sources, as an experiment with a predicted and a measured number.</summary>
internal static class LabCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string?> name = new("name") { Description = $"all, or one of {string.Join(", ", LabCatalog.All.Select(lab => lab.Name))}.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> list = new("--list") { Description = "Tell what there is, and run nothing." };
        Option<bool> quick = new("--quick") { Description = "Fewer steps and samples, with the same tolerances." };
        ValueOption<ulong> seed = SeedOption.Create("Seed of everything random.", 1);
        Option<string> output = new("--out") { Description = "The folder for the pictures.", DefaultValueFactory = _ => "labs" };
        JsonOption json = new();
        DeviceOptions device = new();
        Command command = new("lab", "Test a claim of the theory: predicted beside measured, and a picture.") { name, list, quick, seed, output, json };
        device.AddTo(command);
        command.SetAction(parsed =>
        {
            bool isJson = parsed.GetValue(json);
            if (parsed.GetValue(list))
            {
                WriteList(isJson);
                return ExitCodes.Success;
            }

            string chosen = parsed.GetValue(name) ?? throw new InputException($"lab: no name was given; there are all, {string.Join(", ", LabCatalog.All.Select(lab => lab.Name))}.", ExitCodes.Usage);
            IReadOnlyList<Lab> labs = chosen.Equals("all", StringComparison.OrdinalIgnoreCase) ? LabCatalog.All : [LabCatalog.Find(chosen)];
            ulong chosenSeed = seed.Read(parsed)!.Value;
            Action<string> log = json.Log(parsed);
            using IBackend backend = device.Open(parsed, log);
            using ProgressLine progress = ProgressLine.Open(onError: isJson);
            string title = "";
            using LabContext context = new(backend, chosenSeed, parsed.GetValue(quick)) { Progress = (done, total) => progress.Report(title, done, total, "step") };
            log(string.Create(CultureInfo.InvariantCulture, $"seed: {context.Seed}{(parsed.GetValue(quick) ? ", quick" : "")}"));
            string folder = parsed.GetValue(output)!;
            IReadOnlyList<LabRun> done = Run(labs, context, folder, isJson ? TextWriter.Null : Console.Out, (lab, number) =>
            {
                title = lab.Name;
                progress.Report(lab.Name, number, labs.Count, "lab");
            }, progress.Clear);
            if (isJson)
            {
                progress.Clear();
                JsonOption.Write(LabReport.ToNode(done, context, folder));
            }

            return ExitCodeOf(done);
        });
        return command;
    }

    /// <summary>0, or 3 when a measured value missed its tolerance.</summary>
    internal static int ExitCodeOf(IReadOnlyList<LabRun> done) => done.All(static run => run.Result.Holds) ? ExitCodes.Success : ExitCodes.CheckFailed;

    /// <summary>Runs experiments, tells what they found and writes their pictures.</summary>
    /// <param name="labs">What to run, in order.</param>
    /// <param name="context">Where and how.</param>
    /// <param name="folder">Where the pictures go; made if it is missing.</param>
    /// <param name="writer">Told the findings.</param>
    /// <param name="starting">Told of each experiment and its number, from 1, before it runs.</param>
    /// <param name="writing">Called before findings are written.</param>
    /// <exception cref="InputException">A picture cannot be written.</exception>
    internal static IReadOnlyList<LabRun> Run(
        IReadOnlyList<Lab> labs, LabContext context, string folder, TextWriter writer, Action<Lab, int>? starting = null, Action? writing = null)
    {
        List<LabRun> done = [];
        foreach (Lab lab in labs)
        {
            starting?.Invoke(lab, done.Count + 1);
            long start = Stopwatch.GetTimestamp();
            LabResult result = lab.Run(context);
            done.Add(new LabRun(lab, result, Stopwatch.GetElapsedTime(start).TotalSeconds));
            string path = LabReport.PictureOf(lab, folder);
            AtomicFile.WriteText(path, LabReport.Draw(lab, result, context));
            writing?.Invoke();
            LabReport.Write(lab, result, writer);
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done[^1].Seconds:F1} s, {path}"));
        }

        if (done.Count > 1)
        {
            LabReport.WriteSummary(done, writer);
        }

        return done;
    }

    private static void WriteList(bool isJson)
    {
        if (isJson)
        {
            JsonOption.Write(new JsonObject
            {
                ["labs"] = new JsonArray([.. LabCatalog.All.Select(static lab => new JsonObject { ["name"] = lab.Name, ["title"] = lab.Title, ["claim"] = lab.Claim })]),
            });
            return;
        }

        foreach (Lab lab in LabCatalog.All)
        {
            Console.WriteLine($"{lab.Name,-20} {lab.Title}");
        }
    }
}
