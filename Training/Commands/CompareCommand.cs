using System.CommandLine;
using System.Globalization;
using NativeGan.Training.Errors;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan compare RUN RUN ...</c>: runs side by side in one HTML file.</summary>
internal static class CompareCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> runs = new("run") { Description = "Two or more run folders; differences are counted from the first.", Arity = ArgumentArity.OneOrMore };
        Option<string> output = new("--out") { Description = "The HTML file; it needs no other file, and opens without a network.", DefaultValueFactory = _ => "compare.html" };
        Command command = new("compare", "Show runs side by side: options, curves, figures and samples in one HTML file.") { runs, output };
        command.SetAction(parsed =>
        {
            string[] folders = parsed.GetValue(runs)!;
            if (folders.Length < 2)
            {
                throw new InputException($"compare: found one run, '{folders[0]}', two or more are expected.", ExitCodes.Usage);
            }

            string path = parsed.GetValue(output)!;
            AtomicFile.WriteText(path, ComparisonPage.Write(RunSummary.ReadAll(folders)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folders.Length} runs side by side: {path}"));
            return ExitCodes.Success;
        });
        return command;
    }
}
