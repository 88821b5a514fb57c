using System.CommandLine;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Commands;

/// <summary>The help of a command, in eighty columns.</summary>
/// <param name="program">What the program is called.</param>
/// <param name="parsed">The command line; a preset's own defaults are shown where it names one.</param>
/// <param name="all">Every option with all that is known about it, rather than what a first look needs.</param>
internal sealed class HelpScreen(ProgramName program, ParseResult parsed, bool all)
{
    private readonly Command _command = parsed.CommandResult.Command;

    /// <summary>Writes it.</summary>
    public void Write(TextWriter writer)
    {
        TextLines.Write(writer, _command.Description ?? "");
        writer.WriteLine();
        TextLines.Write(writer, $"Usage: {program.Command} {Usage}");
        if (_command.Arguments.Count > 0)
        {
            writer.WriteLine();
            TextLines.WriteTable(writer, [.. _command.Arguments.Select(argument => (LabelOf(argument), argument.Description ?? ""))]);
        }

        if (_command.Subcommands.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine("Commands");
            TextLines.WriteTable(writer, [.. _command.Subcommands.Select(command => (command.Name, command.Description ?? ""))]);
        }

        if (_command is not RootCommand)
        {
            WriteOptions(writer);
        }

        writer.WriteLine();
        WriteEnd(writer);
    }

    private string Usage => string.Join(' ',
    [
        .. WordsOf(_command),
        .. _command.Subcommands.Count > 0 ? ["COMMAND"] : _command.Arguments.Select(LabelOf),
        .. _command.Options.Count > 0 || _command.Subcommands.Count > 0 ? ["[options]"] : Array.Empty<string>(),
    ]);

    /// <summary>The words that lead to a command; none for the program itself.</summary>
    public static IEnumerable<string> WordsOf(Command command) =>
        command is RootCommand ? [] : command.Parents.OfType<Command>().Take(1).SelectMany(WordsOf).Append(command.Name);

    private void WriteOptions(TextWriter writer)
    {
        Option[] shown = [.. _command.Options.Where(option => all || option is not IHelpEntry entry || !entry.IsRare(parsed))];
        bool hasSections = shown.OfType<RowOption>().Any();
        foreach (IGrouping<OptionSection?, Option> section in shown
            .GroupBy(option => hasSections ? (option as IHelpEntry)?.Section ?? OptionSection.Run : default(OptionSection?))
            .OrderBy(section => section.Key))
        {
            writer.WriteLine();
            writer.WriteLine(TitleOf(section.Key));
            TextLines.WriteTable(writer, [.. section.Select(option => (LabelOf(option), TextOf(option)))]);
        }
    }

    private void WriteEnd(TextWriter writer)
    {
        Option[] everywhere = [.. parsed.RootCommandResult.Command.Options.Where(option => option.Recursive && option.Name is not ("--help" or "--help-all"))];
        bool hasMore = !all && _command.Options.OfType<IHelpEntry>().Any(entry => entry is RowOption);
        if (_command is RootCommand)
        {
            writer.WriteLine("Options of every command");
            TextLines.WriteTable(writer, [.. everywhere.Select(option => (option.Name, option.Description ?? "")), ("--help", "Show a command's options; --help-all shows all that is known about them.")]);
            return;
        }

        string more = hasMore ? $" --help-all shows every option with its range and source, and those of one network alone: --d-beta1, --g-beta1." : "";
        TextLines.Write(writer, $"Every command also has {string.Join(", ", everywhere.Select(option => option.Name))}.{more}");
    }

    private string TextOf(Option option) => option switch
    {
        IHelpEntry entry => entry.Describe(parsed, all),
        _ when option.HasDefaultValue && option.GetDefaultValue() is { } value and not false => $"{option.Description} [default: {value}]",
        _ => option.Description ?? "",
    };

    private static string LabelOf(Option option)
    {
        string? value = option is IHelpEntry entry ? entry.Placeholder
            : option.ValueType == typeof(bool) ? null
            : option.HelpName ?? "PATH";
        return value is null ? option.Name : $"{option.Name} {value}";
    }

    private static string LabelOf(Argument argument)
    {
        string name = argument.Name.ToUpperInvariant() + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string TitleOf(OptionSection? section) => section switch
    {
        OptionSection.Run => "Run",
        OptionSection.Networks => "Networks and losses",
        OptionSection.Optimiser => "Optimiser and updates",
        OptionSection.Data => "Data",
        OptionSection.Output => "Output",
        _ => "Options",
    };
}
