using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Options;

/// <summary>A command-line option that sets a row, or the same row of both networks.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="FormerName">What it was called before, with dashes; null where it had no other name.</param>
/// <param name="Owner">Whose rows it sets, where each network has its own; else null.</param>
/// <param name="Rows">One row, or one for each network.</param>
internal sealed record HyperparameterOption(string Name, string? FormerName, string? Owner, IReadOnlyList<Hyperparameter> Rows)
{
    /// <summary>Its values.</summary>
    public ValueKind Kind => Rows[0].Kind;

    /// <summary>Meaning, and the names where some are chosen from, for a first look.</summary>
    public string Summary => IsOfOneNetwork
        ? Description
        : $"{Rows[0].Meaning}{(Kind is Names ? $" {Kind.Range}." : "")}";

    /// <summary>Meaning, range, unit, users and source, for help; of one network's option only what is its own.</summary>
    public string Description
    {
        get
        {
            Hyperparameter row = Rows[0];
            if (IsOfOneNetwork)
            {
                return $"As --{row.Option}, for {Owner} alone.";
            }

            string unit = row.Unit is null ? "" : $" {row.Unit}";
            string range = $"{char.ToUpperInvariant(Kind.Range[0])}{Kind.Range[1..]}{unit}.";
            string users = row.Users is { } all ? $" Used by {string.Join(", ", all)}." : "";
            return $"{row.Meaning}{(Owner is null ? "" : $" For {Owner}.")} {range}{users}{(row.Source is null ? "" : $" Source: {row.Source}.")}";
        }
    }

    private bool IsOfOneNetwork => Rows is [{ Group: not null }];

    /// <summary>The configuration with a value in every row.</summary>
    public TrainingOptions Set(TrainingOptions options, object value) => Rows.Aggregate(options, (changed, row) => row.With(changed, value));
}
