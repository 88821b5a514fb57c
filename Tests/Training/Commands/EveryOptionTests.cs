using System.CommandLine;
using NativeGan.Benchmarks.Commands;
using NativeGan.Training.Commands;
using NativeGan.Training.Errors;
using NUnit.Framework;
using TrainingProgram = NativeGan.Training.Commands.CommandLine;

namespace NativeGan.Tests.Training.Commands;

/// <summary>Every option of every command of both programs, with every kind of wrong text: refused in one line, before anything is done.</summary>
/// <remarks>No process is started, and no command runs: what is wrong is found while the command line is read.</remarks>
public sealed class EveryOptionTests
{
    private static readonly ProgramName _program = new("nativegan", "nativegan");

    // What a number is mistaken for: another type, decimals by a comma, thousands, nothing, a space, no number, hexadecimal, a sign, digits of elsewhere.
    private static readonly string[] _noNumbers =
        ["many", "true", "1,5", "1,000", "1'000", "1_000", "1 000", "", " ", "NaN", "nan", "Infinity", "-Infinity", "∞", "0x10", "1h", "+1", "--1", "1.2.3", "1e", "1e999", "١"];

    private static readonly string[] _noWholeNumbers = ["0.5", "1.0", "1e3", "1e0", "-0.5"];

    private static IEnumerable<TestCaseData> Options() =>
        from program in new[] { (Name: "nativegan", Root: TrainingProgram.CreateRoot()), (Name: "benchmarks", Root: BenchmarkCommandLine.CreateRoot("")) }
        from command in CommandsBelow(program.Root)
        from option in command.Options
        let words = string.Join(' ', HelpScreen.WordsOf(command))
        select new TestCaseData(program.Name, words, option.Name).SetArgDisplayNames(program.Name, words, option.Name);

    [TestCaseSource(nameof(Options))]
    public void Option_WrittenWrong_IsRefusedByName(string program, string words, string name)
    {
        (RootCommand root, Command command, Option option) = Find(program, words, name);
        foreach (string text in Wrong(option))
        {
            string message = Refusal(root, command, name, text);

            Assert.That(message, Does.StartWith($"{name}: found '{text}'").Or.StartWith($"{name}: found {text}").Or.StartWith($"{name}: there is no '{text}'"), $"'{text}'");
            EnsureForPeople(message);
        }
    }

    [TestCaseSource(nameof(Options))]
    public void Option_WithoutItsValueOrTwice_IsRefusedByName(string program, string words, string name)
    {
        (RootCommand root, Command command, Option option) = Find(program, words, name);
        if (option.Arity.MinimumNumberOfValues == 0)
        {
            return; // a switch
        }

        string missing = Refusal(root, command, name), twice = Refusal(root, command, name, "1", name, "1");

        Assert.That(missing, Does.StartWith($"{name}: a value is missing, "));
        Assert.That(twice, Does.StartWith($"{name} is given 2 times."));
        EnsureForPeople(missing);
    }

    [TestCaseSource(nameof(Options))]
    public void Number_BeyondItsRange_IsRefusedWithTheRangeOfTheHelp(string program, string words, string name)
    {
        (RootCommand root, Command command, Option option) = Find(program, words, name);
        if (option is not TextOption { Placeholder: "N" or "X" } number)
        {
            return;
        }

        string below = Refusal(root, command, name, "-1"), other = Refusal(root, command, name, "-2");

        Assert.That(below, Is.EqualTo($"{name}: found -1, {number.Expected} is expected."));
        Assert.That(other, Is.EqualTo($"{name}: found -2, {number.Expected} is expected."));
        if (number.Expected.StartsWith("a whole number from ", StringComparison.Ordinal))
        {
            string most = number.Expected[(number.Expected.LastIndexOf(' ') + 1)..];
            string beyond = $"{Int128.Parse(most, System.Globalization.CultureInfo.InvariantCulture) + 1}";
            Assert.That(Refusal(root, command, name, beyond), Is.EqualTo($"{name}: found {beyond}, {number.Expected} is expected."));
        }
    }

    [TestCaseSource(nameof(Options))]
    public void Name_InAnyLetterCase_IsTaken(string program, string words, string name)
    {
        (RootCommand root, Command command, Option option) = Find(program, words, name);
        if (option is not TextOption { Placeholder: "NAME" } named || !named.Expected.StartsWith("one of ", StringComparison.Ordinal))
        {
            return;
        }

        foreach (string value in named.Expected["one of ".Length..].Split(", "))
        {
            Assert.DoesNotThrow(() => TrainingProgram.Parse(root, _program, [.. ArgumentsOf(command), name, value.ToUpperInvariant()]), value);
            (root, command, _) = Find(program, words, name);
        }
    }

    private static string[] Wrong(Option option) => option switch
    {
        SwitchOption => [],
        TextOption { Placeholder: "N" } => [.. _noNumbers, .. _noWholeNumbers],
        TextOption { Placeholder: "X" } => _noNumbers,
        TextOption { Placeholder: "true|false" } => ["yes", "1", "", "on"],
        TextOption { Placeholder: "LAYERS" } => ["wide", "", "-5", "0x10", "1e3", "NaN", "512;256"],
        TextOption { Placeholder: "NAME" } named when named.Expected.StartsWith("one of ", StringComparison.Ordinal) => ["nothing-like-it", "", "7", "-1", "NaN"],
        TextOption { Placeholder: "LIST" or "X%" } => ["many!", "", "-1", "NaN", "0x10!", "1;2"],
        _ when option.ValueType == typeof(bool) => [],
        _ => [""], // a path or a text: any will do but none
    };

    private static string Refusal(RootCommand root, Command command, params string[] more)
    {
        RootCommand fresh = root.Subcommands.Any(entry => entry.Name == "train") ? TrainingProgram.CreateRoot() : BenchmarkCommandLine.CreateRoot("");
        InputException? exception = Assert.Throws<InputException>(
            () => TrainingProgram.Parse(fresh, _program, [.. ArgumentsOf(command), .. more]), $"{command.Name} {string.Join(' ', more.Select(word => $"'{word}'"))}");
        Assert.That(exception!.ExitCode, Is.EqualTo(ExitCodes.Usage));
        return exception.Message;
    }

    private static void EnsureForPeople(string message)
    {
        Assert.That(message, Does.Match(@"[.?]$").And.Not.Contain("\n"));
        foreach (string inner in new[] { "System.", "Int32", "Int64", "Exception", "<", "JsonElement", "Float32", "isFinalBlock", "Parameter '" })
        {
            Assert.That(message, Does.Not.Contain(inner));
        }
    }

    /// <summary>The words of a command, and something for each of its arguments.</summary>
    private static IEnumerable<string> ArgumentsOf(Command command) =>
        [.. HelpScreen.WordsOf(command), .. command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0).Select(_ => "s4")];

    private static (RootCommand Root, Command Command, Option Option) Find(string program, string words, string name)
    {
        RootCommand root = program == "nativegan" ? TrainingProgram.CreateRoot() : BenchmarkCommandLine.CreateRoot("");
        Command command = CommandsBelow(root).Single(entry => string.Join(' ', HelpScreen.WordsOf(entry)) == words);
        return (root, command, command.Options.Single(option => option.Name == name));
    }

    private static IEnumerable<Command> CommandsBelow(Command command) => command.Subcommands.SelectMany(inner => CommandsBelow(inner).Prepend(inner));
}
