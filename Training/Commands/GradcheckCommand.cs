using System.CommandLine;
using System.Globalization;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan gradcheck</c>: every operation's gradient beside a central difference, in double precision.</summary>
internal static class GradcheckCommand
{
    /// <summary>Largest error that passes: |analytic − numeric| / max(1, |analytic|, |numeric|).</summary>
    public const double Tolerance = 1e-7;

    /// <summary>Largest error of a second derivative: its numeric side is a difference of computed gradients.</summary>
    public const double SecondOrderTolerance = 1e-6;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        TextOption operation = new("--op") { HelpName = "NAME", Description = "Only operations whose name begins so." };
        RealNumbers steps = new(0, 1) { ExcludesLeast = true, ExcludesMost = true };
        ValueOption<double> step = new("--h", steps) { Description = "Half the distance between the two points of a difference.", Default = GradientCheck.DefaultStep };
        Option<bool> second = new("--second") { Description = "Check second derivatives instead, where they are offered." };
        Command command = new("gradcheck", "Compare every operation's gradient with central differences, in double precision.") { operation, step, second };
        command.SetAction(parsed => Run(parsed.GetValue(operation), step.Read(parsed)!.Value, parsed.GetValue(second) ? 2 : 1));
        return command;
    }

    private static int Run(string? prefix, double step, int order)
    {
        double tolerance = order == 1 ? Tolerance : SecondOrderTolerance;
        List<OperationCase> cases = [.. OperationCatalog.Cases.Where(entry =>
            (prefix is null || entry.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) && (order == 1 || entry.IsTwiceDifferentiable))];
        if (cases.Count == 0)
        {
            throw new InputException($"There is no operation '{prefix}'{Nearest.Hint(prefix ?? "", OperationCatalog.Cases.Select(entry => entry.Name))}", ExitCodes.Usage);
        }

        Console.WriteLine($"{"operation",-32} {"worst element",-16} {"analytic",16} {"numeric",16} {"error",10}  {"checked",7} {"kinks",5}");
        using ReferenceBackend backend = new();
        int missed = 0, checkedElements = 0, kinks = 0;
        foreach (OperationCase entry in cases)
        {
            GradientCheckResult result = GradientCheck.Run(entry.Apply, entry.CreateInputs(), backend, step, order);
            ElementDeviation worst = result.Worst;
            bool passes = worst.Scaled <= tolerance && result.CheckedElements > result.Kinks; // mostly kinks is no check
            missed += passes ? 0 : 1;
            checkedElements += result.CheckedElements;
            kinks += result.Kinks;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{entry.Name,-32} {$"input {result.WorstInput} [{worst.Element}]",-16} {worst.Actual,16:G9} {worst.Expected,16:G9} {worst.Scaled,10:E1}  {result.CheckedElements,7} {result.Kinks,5}{(passes ? "" : "  MISSED")}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{cases.Count - missed} of {cases.Count} operations within {tolerance:E0} in double precision; {checkedElements} elements checked, {kinks} at kinks left out"));
        return missed == 0 ? ExitCodes.Success : ExitCodes.CheckFailed;
    }
}
