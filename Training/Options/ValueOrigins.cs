namespace NativeGan.Training.Options;

/// <summary>How each value of a run was written, so that a message names it as the user did.</summary>
internal sealed class ValueOrigins
{
    private readonly Dictionary<string, string> _written = [];

    /// <summary>Origins of a run of which only the values are known: each is named by its option.</summary>
    public static ValueOrigins Unknown { get; } = new();

    /// <summary>Notes that a row's value was written on the command line or in a file.</summary>
    /// <param name="path">The row, as JSON files name it.</param>
    /// <param name="written">The option, or the name in the file and the line.</param>
    public void Note(string path, string written) => _written[path] = written;

    /// <summary>A row as the user wrote it; where nobody did, the option that would change it.</summary>
    public string NameOf(Hyperparameter row) => _written.TryGetValue(row.Path, out string? written) ? written
        : row.Option.Length == 0 ? row.Path
        : HyperparameterCatalog.OptionOf(row);

    /// <summary>A row of <see cref="TrainingOptions"/> itself, by its property.</summary>
    public string NameOf(string property) => NameOf(HyperparameterCatalog.Find(property));
}
