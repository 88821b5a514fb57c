using System.CommandLine;
using System.Text.Json.Nodes;
using NativeGan.Training.Errors;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan presets</c>: what can be trained, and everything about one of them.</summary>
internal static class PresetsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string?> name = new("preset") { Description = "Show everything about this one.", Arity = ArgumentArity.ZeroOrOne };
        JsonOption json = new();
        Command command = new("presets", "Show what can be trained, or everything about one preset.") { name, json };
        command.SetAction(parsed =>
        {
            Preset? chosen = parsed.GetValue(name) is { } asked ? PresetCatalog.Find(asked) : null;
            if (parsed.GetValue(json))
            {
                JsonOption.Write(chosen is null ? new JsonArray([.. PresetCatalog.All.Select(ToNode)]) : ToNode(chosen));
            }
            else if (chosen is null)
            {
                WriteTable(ConsoleOutput.Result);
            }
            else
            {
                PresetPage.Write(ConsoleOutput.Result, chosen);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteTable(TextWriter writer)
    {
        writer.WriteLine($"{"preset",-16}{"what",-45}{"steps",8}{"--quick",10}");
        foreach (Preset preset in PresetCatalog.All)
        {
            IReadOnlyList<string> lines = TextLines.Wrap(preset.Summary, 44);
            writer.WriteLine(FormattableString.Invariant($"{preset.Name,-16}{lines[0],-45}{preset.Options.Steps,8}{preset.QuickSteps,10}"));
            foreach (string line in lines.Skip(1))
            {
                writer.WriteLine($"{"",-16}{line}");
            }
        }

        writer.WriteLine();
        TextLines.Write(writer, "'nativegan presets NAME' shows all about one. 'nativegan train NAME' says how long its steps take here before it starts; --quick trains the shorter run, --faithful the source as it is written.");
    }

    private static JsonNode ToNode(Preset preset) => new JsonObject
    {
        ["name"] = preset.Name,
        ["summary"] = preset.Summary,
        ["source"] = preset.Source,
        ["quickSteps"] = preset.QuickSteps,
        ["trend"] = preset.Trend.Text,
        ["configuration"] = TrainingOptionsFile.ToNode(preset.Options),
        ["faithfulNote"] = preset.FaithfulNote,
        ["faithfulConfiguration"] = TrainingOptionsFile.ToNode(preset.FaithfulOptions),
    };
}
