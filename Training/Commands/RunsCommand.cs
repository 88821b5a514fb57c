using System.CommandLine;
using System.Text.Json.Nodes;
using NativeGan.Training.Errors;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan runs [FOLDER]</c>: the runs in a folder, what they are, how far they came, and what was measured of them.</summary>
internal static class RunsCommand
{
    private const string Usual = "runs";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string?> folder = new("folder") { Description = $"A folder of runs, or one run. [default: {Usual}]", Arity = ArgumentArity.ZeroOrOne };
        JsonOption json = new();
        Command command = new("runs", "List runs: preset, seed, steps, status, figures, size.") { folder, json };
        command.SetAction(parsed =>
        {
            string? asked = parsed.GetValue(folder);
            if (asked is not null && !Directory.Exists(asked))
            {
                throw new InputException($"'{asked}' is no folder. Give a folder of runs.", ExitCodes.DataMissing);
            }

            string path = asked ?? Usual;
            IReadOnlyList<RunRow> runs = Directory.Exists(path) ? RunRow.ReadAll(path) : [];
            if (parsed.GetValue(json))
            {
                JsonOption.Write(new JsonObject { ["folder"] = path, ["runs"] = new JsonArray([.. runs.Select(run => run.ToJson())]) });
            }
            else if (runs.Count == 0)
            {
                ConsoleOutput.Result.WriteLine($"there are no runs in '{path}'; this makes one: nativegan train s4 --quick");
            }
            else
            {
                foreach (string line in RunTable.Of(runs))
                {
                    ConsoleOutput.Result.WriteLine(line);
                }
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
