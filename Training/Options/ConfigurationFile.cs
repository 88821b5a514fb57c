using System.Text;
using System.Text.Json;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;

namespace NativeGan.Training.Options;

/// <summary>What a JSON text says about a run: each value with its row and its line. It is read once, as a pipe can be read no second time.</summary>
internal sealed class ConfigurationFile
{
    private const string Wrapper = "configuration";

    private readonly List<Entry> _entries = [];
    private readonly string _where;
    private readonly int _exitCode;
    private readonly bool _hasLines;

    private ConfigurationFile(byte[] json, string where, int exitCode, bool hasLines)
    {
        (_where, _exitCode, _hasLines) = (where, exitCode, hasLines);
        Read(json);
    }

    /// <summary>The preset that it names; null where it names none.</summary>
    public string? Preset => ValueOf(nameof(TrainingOptions.Preset)) as string;

    /// <summary>Whether it asks for the source as written.</summary>
    public bool IsFaithful => ValueOf(nameof(TrainingOptions.Faithful)) is true;

    /// <summary>Reads a file.</summary>
    /// <param name="path">A configuration, whole or in part, or a run's <c>run.json</c>; <c>-</c> for the standard input.</param>
    /// <param name="exitCode">What a wrong content ends the program with; a file that cannot be read is <see cref="ExitCodes.DataMissing"/>.</param>
    /// <exception cref="InputException">The file is missing or too large, no JSON, or names something that does not exist.</exception>
    public static ConfigurationFile Read(string path, int exitCode = ExitCodes.Usage)
    {
        string where = path == "-" ? "Configuration on the standard input" : $"Configuration '{path}'";
        return new ConfigurationFile(SmallFile.Read(path, where, "a JSON file with options of a run", exitCode), where, exitCode, hasLines: true);
    }

    /// <summary>Reads a text that another file holds.</summary>
    /// <param name="json">The text.</param>
    /// <param name="where">What it is part of, for messages.</param>
    /// <param name="exitCode">What a wrong content ends the program with.</param>
    /// <exception cref="InputException">It is no configuration.</exception>
    public static ConfigurationFile Parse(string json, string where, int exitCode) => new(Encoding.UTF8.GetBytes(json), where, exitCode, hasLines: false);

    /// <summary>A configuration under what is written here: what is not mentioned stays.</summary>
    public TrainingOptions Over(TrainingOptions options) => _entries.Aggregate(options, (changed, entry) => entry.Row.With(changed, entry.Value));

    /// <summary>Notes where each value was written.</summary>
    public void NoteOrigins(ValueOrigins origins)
    {
        foreach (Entry entry in _entries)
        {
            origins.Note(entry.Row.Path, FormattableString.Invariant($"{entry.Row.Path} ({char.ToLowerInvariant(_where[0])}{_where[1..]}, line {entry.Line})"));
        }
    }

    private object? ValueOf(string property) => _entries.LastOrDefault(entry => entry.Row.Path == HyperparameterCatalog.Find(property).Path)?.Value;

    private void Read(byte[] bytes)
    {
        ReadOnlySpan<byte> json = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
        if (json.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw new InputException($"{_where} is empty. {Expected(null)}", _exitCode);
        }

        try
        {
            ReadRoot(json);
        }
        catch (JsonException exception)
        {
            string place = FormattableString.Invariant($"line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}");
            throw new InputException($"{_where}: not a valid configuration: it is no JSON from {place} on.", _exitCode, exception);
        }
        catch (InvalidOperationException exception)
        {
            // Half of a surrogate pair, or bytes that are no UTF-8.
            throw new InputException($"{_where}: not a valid configuration: a text in it is no Unicode.", _exitCode, exception);
        }
    }

    private void ReadRoot(ReadOnlySpan<byte> json)
    {
        List<Property> root = Properties(json, 0, json, null);
        if (root.FirstOrDefault(property => property.Name == Wrapper) is not { } wrapper)
        {
            ReadRows(json, root, null);
            return;
        }

        ReadRows(json, Properties(json, wrapper.Start, json.Slice(wrapper.Start, wrapper.Length), Wrapper), null);
        foreach (Property beside in root.Where(property => property.Name != Wrapper))
        {
            // A run's description repeats the seed. Beside the configuration nothing else is read, so nothing may stand there that looks as if it were.
            if (HyperparameterCatalog.Groups.Contains(beside.Name)
                || (HyperparameterCatalog.All.Any(row => row.Path == beside.Name)
                    && (_entries.FirstOrDefault(entry => entry.Row.Path == beside.Name) is not { } inside || !Equals(inside.Value, ValueAt(inside.Row, beside, json)))))
            {
                throw new InputException($"{Place(beside.Line)}: {beside.Name} stands beside \"{Wrapper}\", where it is not read. Write it inside.", _exitCode);
            }
        }
    }

    private void ReadRows(ReadOnlySpan<byte> json, List<Property> properties, string? group)
    {
        foreach (Property property in properties)
        {
            string path = group is null ? property.Name : $"{group}.{property.Name}";
            if (group is null && HyperparameterCatalog.Groups.Contains(property.Name))
            {
                ReadRows(json, Properties(json, property.Start, json.Slice(property.Start, property.Length), property.Name), property.Name);
            }
            else
            {
                Hyperparameter row = HyperparameterCatalog.All.FirstOrDefault(row => row.Path == path)
                    ?? throw new InputException($"{Place(property.Line)}: there is no option '{property.Name}'{Nearest.Hint(property.Name, Known(group))}", _exitCode);
                _entries.Add(new Entry(row, ValueAt(row, property, json), property.Line));
            }
        }
    }

    private object ValueAt(Hyperparameter row, Property property, ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json.Slice(property.Start, property.Length));
        return row.Kind.Read($"{Place(property.Line)}: {row.Path}", JsonElement.ParseValue(ref reader), _exitCode);
    }

    /// <summary>The properties of an object, none of them given twice.</summary>
    /// <param name="json">The whole text, for lines.</param>
    /// <param name="start">Where the object begins in it.</param>
    /// <param name="element">The object, to the end of the text for the whole of it.</param>
    /// <param name="name">What it is called; null for the whole.</param>
    private List<Property> Properties(ReadOnlySpan<byte> json, int start, ReadOnlySpan<byte> element, string? name)
    {
        Utf8JsonReader reader = new(element);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InputException($"{Place(LineOf(json, start + (int)reader.TokenStartIndex))}: {(name is null ? "" : $"{name}: ")}found {Found(element, ref reader)}. {Expected(name)}", _exitCode);
        }

        List<Property> properties = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            (string key, int line) = (reader.GetString()!, LineOf(json, start + (int)reader.TokenStartIndex));
            reader.Read();
            int from = (int)reader.TokenStartIndex;
            reader.Skip();
            if (properties.FirstOrDefault(property => property.Name == key) is { } first)
            {
                throw new InputException($"{Place(line)}: {(name is null or Wrapper ? key : $"{name}.{key}")} is given twice{(_hasLines && first.Line != line ? FormattableString.Invariant($", first in line {first.Line}") : "")}. Leave one out.", _exitCode);
            }

            properties.Add(new Property(key, line, start + from, (int)reader.BytesConsumed - from));
        }

        while (reader.Read())
        {
            // To the end of the text: what follows the object is an error, which the reader reports.
        }

        return properties;
    }

    private static string Found(ReadOnlySpan<byte> element, ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"the text \"{reader.GetString()}\"",
        _ => Encoding.UTF8.GetString(element[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]),
    };

    private static string Expected(string? name) => name is null or Wrapper
        ? "An object with the options of a run is expected, such as { \"batchSize\": 64 }."
        : "An object with an optimiser's options is expected, such as { \"learningRate\": 0.0002 }.";

    private static int LineOf(ReadOnlySpan<byte> json, int at) => 1 + json[..at].Count((byte)'\n');

    // The names of the same object first: among equally near ones they are meant.
    private static IEnumerable<string> Known(string? group) => HyperparameterCatalog.All
        .OrderBy(row => row.Group == group ? 0 : 1).Select(row => row.Name)
        .Concat(HyperparameterCatalog.Groups).Distinct();

    private string Place(int line) => _hasLines ? FormattableString.Invariant($"{_where}, line {line}") : _where;

    private sealed record Entry(Hyperparameter Row, object Value, int Line);

    private sealed record Property(string Name, int Line, int Start, int Length);
}
