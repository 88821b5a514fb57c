using System.Globalization;
using System.Numerics;
using System.Text.Json;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;

namespace NativeGan.Training.Sweeps;

/// <summary>Reads a search from JSON.</summary>
/// <remarks>
/// <c>preset</c> (a name or a list), <c>faithful</c>, <c>options</c> (of every trial), <c>grid</c> (a list of values for an option) or <c>random</c>
/// (<c>trials</c>, <c>seed</c>, <c>options</c>: a list to choose from, or <c>from</c>, <c>to</c> and <c>scale</c>, linear or log), <c>seeds</c>, <c>evaluate</c>, <c>rankBy</c>,
/// <c>order</c> (lowest or highest). Options are called as on the command line of <c>train</c>, without dashes.
/// </remarks>
internal sealed class SweepFile
{
    private static readonly string[] _names = ["preset", "faithful", "options", "grid", "random", "seeds", "evaluate", "rankBy", "order"];
    private static readonly string[] _randomNames = ["trials", "seed", "options"];
    private static readonly string[] _rangeNames = ["from", "to", "scale"];

    private readonly string _where;

    private SweepFile(string where) => _where = where;

    /// <summary>Reads a search from a text, and checks each of its trials.</summary>
    /// <param name="json">The text in UTF-8.</param>
    /// <param name="where">What it is, for messages.</param>
    /// <exception cref="InputException">It is no search, or holds a trial that cannot be run.</exception>
    public static SweepPlan Parse(ReadOnlyMemory<byte> json, string where)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            SweepPlan plan = new SweepFile(where).Plan(document.RootElement);
            plan.Ensure(where);
            return plan;
        }
        catch (JsonException exception)
        {
            string place = exception.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $"it is no JSON from line {line + 1}, column {exception.BytePositionInLine + 1} on") : "a name is given twice";
            throw new InputException($"{where}: {place}.", ExitCodes.Usage, exception);
        }
    }

    private SweepPlan Plan(JsonElement root)
    {
        EnsureNames(root, "the file", _names, "{ \"preset\": \"s4\", \"grid\": { \"learning-rate\": [0.0001, 0.0002] }, \"seeds\": [1, 2, 3] }");
        bool isFaithful = root.TryGetProperty("faithful", out JsonElement faithful) && (bool)new TruthValues().Read(At("faithful"), faithful, ExitCodes.Usage);
        SweepSetting[] common = root.TryGetProperty("options", out JsonElement options)
            ? [.. Options(options, "options").Select(entry => Setting(entry.Option, entry.Value, entry.Place))]
            : [];
        IReadOnlyList<IReadOnlyList<SweepSetting>> points = (root.TryGetProperty("grid", out JsonElement grid), root.TryGetProperty("random", out JsonElement random)) switch
        {
            (true, true) => throw Refuse("grid and random are both given; one of them is expected"),
            (true, false) => Grid(grid),
            (false, true) => Random(random),
            _ => [[]],
        };
        foreach (SweepSetting searched in points[0])
        {
            if (common.Any(setting => setting.Option == searched.Option))
            {
                throw Refuse($"{searched.Name} stands in options and is searched over; leave one out");
            }
        }

        Preset[] presets = Presets(root);
        ulong[] seeds = Seeds(root);
        long runs = (long)presets.Length * points.Count * seeds.Length;
        if (runs > SweepPlan.MostRuns)
        {
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"{runs} runs, {SweepPlan.MostRuns} at most are expected"));
        }

        return new SweepPlan(
            [.. presets.SelectMany(preset => points.Select(point => (preset, point))).Select((entry, index) => new SweepTrial(index + 1, entry.preset, isFaithful, common, entry.point))],
            seeds,
            root.TryGetProperty("evaluate", out JsonElement evaluate) ? (int)new WholeNumbers<int>(0, 100_000).Read(At("evaluate"), evaluate, ExitCodes.Usage) : 0,
            root.TryGetProperty("rankBy", out JsonElement rankBy) ? (string)new AnyText().Read(At("rankBy"), rankBy, ExitCodes.Usage) : null,
            root.TryGetProperty("order", out JsonElement order) && (string)new Names(["lowest", "highest"]).Read(At("order"), order, ExitCodes.Usage) == "highest");
    }

    private Preset[] Presets(JsonElement root)
    {
        if (!root.TryGetProperty("preset", out JsonElement preset))
        {
            throw Refuse("preset is missing; the name of one is expected, or a list of names");
        }

        JsonElement[] names = preset.ValueKind == JsonValueKind.Array && preset.GetArrayLength() > 0 ? [.. preset.EnumerateArray()] : [preset];
        return [.. names.Select(name => PresetCatalog.Find((string)new AnyText().Read(At("preset"), name, ExitCodes.Usage))).Distinct()];
    }

    private ulong[] Seeds(JsonElement root)
    {
        if (!root.TryGetProperty("seeds", out JsonElement seeds))
        {
            return [1];
        }

        if (seeds.ValueKind != JsonValueKind.Array || seeds.GetArrayLength() == 0)
        {
            throw Refuse($"seeds: found {seeds.GetRawText()}, a list such as [1, 2, 3] is expected");
        }

        ulong[] values = [.. seeds.EnumerateArray().Select(seed => (ulong)new WholeNumbers<ulong>(0, ulong.MaxValue).Read(At("seeds"), seed, ExitCodes.Usage))];
        return values.Distinct().Count() == values.Length ? values : throw Refuse("seeds: one of them is given twice; leave it out");
    }

    private List<IReadOnlyList<SweepSetting>> Grid(JsonElement grid)
    {
        List<IReadOnlyList<SweepSetting>> points = [[]];
        foreach ((HyperparameterOption option, JsonElement values, string place) in Options(grid, "grid"))
        {
            SweepSetting[] settings = Choices(option, values, place);
            if ((long)points.Count * settings.Length > SweepPlan.MostRuns)
            {
                throw Refuse(string.Create(CultureInfo.InvariantCulture, $"grid has more than {SweepPlan.MostRuns} points"));
            }

            points = [.. points.SelectMany(point => settings.Select(IReadOnlyList<SweepSetting> (setting) => [.. point, setting]))];
        }

        return points;
    }

    private IReadOnlyList<SweepSetting>[] Random(JsonElement random)
    {
        EnsureNames(random, "random", _randomNames, "{ \"trials\": 8, \"options\": { \"learning-rate\": { \"from\": 1e-4, \"to\": 1e-3, \"scale\": \"log\" } } }");
        if (!random.TryGetProperty("trials", out JsonElement trials) || !random.TryGetProperty("options", out JsonElement options))
        {
            throw Refuse("random needs trials and options");
        }

        int count = (int)new WholeNumbers<int>(1, SweepPlan.MostRuns).Read(At("random.trials"), trials, ExitCodes.Usage);
        int seed = random.TryGetProperty("seed", out JsonElement given) ? (int)new WholeNumbers<int>(0, int.MaxValue).Read(At("random.seed"), given, ExitCodes.Usage) : 1;
        (HyperparameterOption Option, Func<double, SweepSetting> At)[] axes = [.. Options(options, "random.options").Select(entry => (entry.Option, Axis(entry.Option, entry.Value, entry.Place)))];

        // The generator of a seed is fixed by .NET's documentation, so a file always means the same trials.
        Random draws = new(seed);
        return [.. Enumerable.Range(0, count).Select(IReadOnlyList<SweepSetting> (_) => [.. axes.Select(axis => axis.At(draws.NextDouble()))])];
    }

    /// <summary>The value of an option at a place from 0 to 1.</summary>
    private Func<double, SweepSetting> Axis(HyperparameterOption option, JsonElement element, string place)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            SweepSetting[] choices = Choices(option, element, place);
            return share => choices[(int)(share * choices.Length)];
        }

        EnsureNames(element, place, _rangeNames, "[1, 2, 3] or { \"from\": 0.0001, \"to\": 0.001, \"scale\": \"log\" }");
        if (option.Kind is Names or TruthValues or AnyText or EnumNames || !element.TryGetProperty("from", out JsonElement first) || !element.TryGetProperty("to", out JsonElement last))
        {
            throw Refuse($"{place}: from and to of a number, or a list to choose from, are expected");
        }

        double from = Convert.ToDouble(option.Kind.Read(At($"{place}.from"), first, ExitCodes.Usage), CultureInfo.InvariantCulture);
        double to = Convert.ToDouble(option.Kind.Read(At($"{place}.to"), last, ExitCodes.Usage), CultureInfo.InvariantCulture);
        bool isLogarithmic = element.TryGetProperty("scale", out JsonElement scale) && (string)new Names(["linear", "log"]).Read(At($"{place}.scale"), scale, ExitCodes.Usage) == "log";
        if (!(from < to) || (isLogarithmic && from <= 0))
        {
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"{place}: from {from} to {to} is no range{(isLogarithmic ? " above 0" : "")}"));
        }

        bool isWhole = option.Kind is not RealNumbers;
        return share => new SweepSetting(option, Show(isLogarithmic ? from * Math.Pow(to / from, share) : from + (to - from) * share, isWhole));
    }

    // Four digits are what anybody would write down again.
    private static string Show(double value, bool isWhole) => isWhole
        ? new BigInteger(Math.Round(value)).ToString(CultureInfo.InvariantCulture)
        : double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);

    private SweepSetting[] Choices(HyperparameterOption option, JsonElement values, string place) => values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0
        ? [.. values.EnumerateArray().Select(value => Setting(option, value, place))]
        : throw Refuse($"{place}: found {values.GetRawText()}, a list of values is expected");

    private SweepSetting Setting(HyperparameterOption option, JsonElement value, string place) =>
        new(option, option.Kind.Show(option.Kind.Read(At(place), value, ExitCodes.Usage)));

    private List<(HyperparameterOption Option, JsonElement Value, string Place)> Options(JsonElement element, string place)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Refuse($"{place}: found {element.GetRawText()}, an object with options of 'nativegan train' is expected");
        }

        return [.. element.EnumerateObject().Select(property => (OptionOf(property.Name, place), property.Value, $"{place}.{property.Name}"))];
    }

    private HyperparameterOption OptionOf(string name, string place) => name == "seed"
        ? throw Refuse($"{place}: seed is no option of a trial; give \"seeds\"")
        : HyperparameterCatalog.Options.FirstOrDefault(option => option.Name == $"--{name}")
            ?? throw new InputException($"{_where}: {place}: there is no option '{name}'{Nearest.Hint(name, HyperparameterCatalog.Options.Select(option => option.Name[2..]))}", ExitCodes.Usage);

    private void EnsureNames(JsonElement element, string place, string[] names, string example)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Refuse($"{place}: found {element.GetRawText()}, {example} is expected");
        }

        foreach (JsonProperty property in element.EnumerateObject().Where(property => !names.Contains(property.Name)))
        {
            throw new InputException($"{_where}: {place}: there is no '{property.Name}'{Nearest.Hint(property.Name, names)} There are {string.Join(", ", names)}.", ExitCodes.Usage);
        }
    }

    private string At(string place) => $"{_where}: {place}";

    private InputException Refuse(string what) => new($"{_where}: {what}.", ExitCodes.Usage);
}
