using System.CommandLine;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Options;

namespace NativeGan.Training.Commands;

/// <summary>The option of a hyperparameter, made from its row.</summary>
internal sealed class RowOption : TextOption
{
    private readonly Func<ParseResult, TrainingOptions?> _run;
    private readonly Func<Hyperparameter, string?> _usual;

    /// <summary>An option.</summary>
    /// <param name="row">What it sets.</param>
    /// <param name="run">The run that a command line starts from, whose values are the defaults; null where it names none.</param>
    /// <param name="usual">A row's default where no run is named; null where presets differ.</param>
    public RowOption(HyperparameterOption row, Func<ParseResult, TrainingOptions?> run, Func<Hyperparameter, string?> usual)
        : base(row.Name)
    {
        (Row, _run, _usual) = (row, run, usual);
        FormerName = row.FormerName;
        Section = row.Rows[0].Section;
        Description = row.Description;
        Arity = row.Kind is TruthValues ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne;
    }

    /// <summary>What it sets.</summary>
    public HyperparameterOption Row { get; }

    /// <inheritdoc/>
    public override string? Placeholder => Row.Kind.Placeholder;

    /// <inheritdoc/>
    public override string Expected => Row.Kind.Expected;

    /// <summary>The value; a switch without one is on.</summary>
    /// <exception cref="InputException">It is not written like a value of the row, or not allowed.</exception>
    public object Read(ParseResult parsed) => Row.Kind.Parse(Name, parsed.GetValue(this) ?? "true");

    /// <inheritdoc/>
    public override void Ensure(ParseResult parsed) => Read(parsed);

    /// <inheritdoc/>
    public override bool IsRare(ParseResult parsed) =>
        (Row.Owner is not null && Row.Rows.Count == 1)
        || (_run(parsed) is { } run && !Row.Rows.Any(row => row.IsUsedBy(run)));

    /// <inheritdoc/>
    public override string Describe(ParseResult parsed, bool all)
    {
        string text = all ? Row.Description : Row.Summary;
        string[] values = _run(parsed) is { } run
            ? [.. Row.Rows.Select(row => row.Kind.Show(row.Get(run))).Distinct()]
            : [_usual(Row.Rows[0]) ?? "the preset's"];
        return $"{text} [default: {string.Join("; ", values)}]";
    }
}
