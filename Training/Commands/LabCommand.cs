using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
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
        DeviceOptions device = new();
        Command command = new("lab", "Test a claim of the theory: predicted beside measured, and a picture.") { name, list, quick, seed, output };
        device.AddTo(command);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(list))
            {
                WriteList(Console.Out);
                return ExitCodes.Success;
            }

            string chosen = parsed.GetValue(name) ?? throw new InputException($"lab: no name was given; there are all, {string.Join(", ", LabCatalog.All.Select(lab => lab.Name))}.", ExitCodes.Usage);
            IReadOnlyList<Lab> labs = chosen.Equals("all", StringComparison.OrdinalIgnoreCase) ? LabCatalog.All : [LabCatalog.Find(chosen)];
            ulong chosenSeed = seed.Read(parsed)!.Value;
            using IBackend backend = device.Open(parsed, Console.WriteLine);
            using LabContext context = new(backend, chosenSeed, parsed.GetValue(quick));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed: {context.Seed}{(parsed.GetValue(quick) ? ", quick" : "")}"));
            return Run(labs, context, parsed.GetValue(output)!, Console.Out);
        });
        return command;
    }

    /// <summary>Runs experiments, tells what they found and writes their pictures.</summary>
    /// <param name="labs">What to run, in order.</param>
    /// <param name="context">Where and how.</param>
    /// <param name="folder">Where the pictures go; made if it is missing.</param>
    /// <param name="writer">Told the findings.</param>
    /// <returns>0, or 3 when a measured value missed its tolerance.</returns>
    /// <exception cref="InputException">A picture cannot be written.</exception>
    internal static int Run(IReadOnlyList<Lab> labs, LabContext context, string folder, TextWriter writer)
    {
        List<(Lab Lab, LabResult Result, double Seconds)> done = [];
        foreach (Lab lab in labs)
        {
            long start = Stopwatch.GetTimestamp();
            LabResult result = lab.Run(context);
            done.Add((lab, result, Stopwatch.GetElapsedTime(start).TotalSeconds));
            string path = Path.Combine(folder, $"{lab.Name}.svg");
            AtomicFile.WriteText(path, LabReport.Draw(lab, result, context));
            LabReport.Write(lab, result, writer);
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done[^1].Seconds:F1} s, {path}"));
        }

        if (done.Count > 1)
        {
            LabReport.WriteSummary(done, writer);
        }

        return done.All(static entry => entry.Result.Holds) ? ExitCodes.Success : ExitCodes.CheckFailed;
    }

    private static void WriteList(TextWriter writer)
    {
        foreach (Lab lab in LabCatalog.All)
        {
            writer.WriteLine($"{lab.Name,-20} {lab.Title}");
        }
    }
}
