using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan gradcheck</c>: every operation's gradient beside a central difference, in double precision.</summary>
internal static class GradcheckCommand
{
    /// <summary>Largest error that passes: |analytic − numeric| / max(1, |analytic|, |numeric|).</summary>
    public const double Tolerance = 1e-7;

    /// <summary>Largest error of a second derivative: its numeric side is a difference of computed gradients.</summary>
    public const double SecondOrderTolerance = 1e-6;

    private const int FirstNumber = 2, LastNumber = 6;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        TextOption operation = new("--op") { HelpName = "NAME", Description = "Only operations whose name begins so." };
        RealNumbers steps = new(0, 1) { ExcludesLeast = true, ExcludesMost = true };
        ValueOption<double> step = new("--h", steps) { Description = "Half the distance between the two points of a difference.", Default = GradientCheck.DefaultStep };
        Option<bool> second = new("--second") { Description = "Check second derivatives instead, where they are offered." };
        JsonOption json = new();
        Command command = new("gradcheck", "Compare every operation's gradient with central differences, in double precision.") { operation, step, second, json };
        command.SetAction(parsed => Run(parsed.GetValue(operation), step.Read(parsed)!.Value, parsed.GetValue(second) ? 2 : 1, parsed.GetValue(json)));
        return command;
    }

    private static int Run(string? prefix, double step, int order, bool isJson)
    {
        double tolerance = order == 1 ? Tolerance : SecondOrderTolerance;
        List<OperationCase> cases = [.. OperationCatalog.Cases.Where(entry =>
            (prefix is null || entry.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) && (order == 1 || entry.IsTwiceDifferentiable))];
        if (cases.Count == 0)
        {
            throw new InputException($"There is no operation '{prefix}'{Nearest.Hint(prefix ?? "", OperationCatalog.Cases.Select(entry => entry.Name))}", ExitCodes.Usage);
        }

        List<(OperationCase Case, GradientCheckResult Result, bool Passes)> done = [];
        using (ProgressLine progress = ProgressLine.Open(onError: isJson))
        {
            using ReferenceBackend backend = new();
            foreach (OperationCase entry in cases)
            {
                progress.Report("gradcheck", done.Count, cases.Count, "operation");
                GradientCheckResult result = GradientCheck.Run(entry.Apply, entry.CreateInputs(), backend, step, order);
                done.Add((entry, result, result.Worst.Scaled <= tolerance && result.CheckedElements > result.Kinks)); // mostly kinks is no check
            }
        }

        int passed = done.Count(static entry => entry.Passes);
        if (isJson)
        {
            JsonOption.Write(new JsonObject
            {
                ["holds"] = passed == done.Count,
                ["order"] = order,
                ["step"] = step,
                ["tolerance"] = tolerance,
                ["operations"] = new JsonArray([.. done.Select(static entry => NodeOf(entry.Case, entry.Result, entry.Passes))]),
            });
        }
        else
        {
            Write(done);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{passed} of {done.Count} operations within {tolerance:E0} in double precision; {done.Sum(static entry => entry.Result.CheckedElements)} elements checked, {done.Sum(static entry => entry.Result.Kinks)} at kinks left out"));
        }

        return passed == done.Count ? ExitCodes.Success : ExitCodes.CheckFailed;
    }

    private static void Write(IEnumerable<(OperationCase Case, GradientCheckResult Result, bool Passes)> done)
    {
        string[][] rows =
        [
            ["operation", "worst element", "analytic", "numeric", "error", "checked", "kinks", ""],
            .. done.Select(static entry => new[]
            {
                entry.Case.Name,
                $"input {entry.Result.WorstInput} [{entry.Result.Worst.Element}]",
                Show(entry.Result.Worst.Actual, "G9"),
                Show(entry.Result.Worst.Expected, "G9"),
                Show(entry.Result.Worst.Scaled, "E1"),
                entry.Result.CheckedElements.ToString(CultureInfo.InvariantCulture),
                entry.Result.Kinks.ToString(CultureInfo.InvariantCulture),
                entry.Passes ? "" : "MISSED",
            }),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            // Names to the left, numbers to the right.
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => column is >= FirstNumber and <= LastNumber ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static string Show(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static JsonObject NodeOf(OperationCase entry, GradientCheckResult result, bool passes) => new()
    {
        ["name"] = entry.Name,
        ["holds"] = passes,
        ["worst"] = new JsonObject
        {
            ["input"] = result.WorstInput,
            ["element"] = $"[{result.Worst.Element}]",
            ["analytic"] = JsonText.NumberOf(result.Worst.Actual),
            ["numeric"] = JsonText.NumberOf(result.Worst.Expected),
            ["error"] = JsonText.NumberOf(result.Worst.Scaled),
        },
        ["checked"] = result.CheckedElements,
        ["kinks"] = result.Kinks,
    };
}
