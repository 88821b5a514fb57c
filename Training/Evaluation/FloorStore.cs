using System.Text.Json;
using System.Text.Json.Nodes;
using NativeGan.Training.Errors;
using NativeGan.Training.Evaluation.Metrics;
using NativeGan.Training.Formats;

namespace NativeGan.Training.Evaluation;

/// <summary>The floors' figures in a file beside the classifier: measured once for each set of images, classifier and number of samples.</summary>
/// <param name="classifier">The classifier.</param>
/// <param name="images">The images.</param>
/// <param name="count">Number of samples.</param>
internal sealed class FloorStore(TrainedClassifier classifier, EvaluationImages images, int count)
{
    // To be changed where a metric or a floor is: what was measured before is then measured again.
    private const string Format = "nativegan-floors-1";

    /// <summary>The file.</summary>
    public string Path => System.IO.Path.ChangeExtension(classifier.Path, $".floors-{count}.json");

    /// <summary>The figures: those in the file, else measured now.</summary>
    /// <param name="real">The real images.</param>
    /// <param name="log">Told if they have to be measured, and if they cannot be kept.</param>
    public FloorFigures Open(RealImages real, Action<string> log)
    {
        if (Read() is { } kept)
        {
            return kept;
        }

        log($"the floors are measured first, once ({string.Join(", ", FloorCatalog.Names)}); with {count} samples that takes some minutes at most");
        FloorFigures floors = FloorFigures.Measure(real, count, log);
        try
        {
            AtomicFile.WriteText(Path, JsonText.Of(Write(floors)));
        }
        catch (InputException exception)
        {
            log($"the floors cannot be kept: {exception.Message}");
        }

        return floors;
    }

    private JsonObject Header() => new()
    {
        ["format"] = Format,
        ["classifier"] = classifier.Sha256,
        ["data"] = images.Train.Sha256,
        ["testData"] = images.Test.Sha256,
        ["samples"] = count,
    };

    private JsonObject Write(FloorFigures floors)
    {
        JsonObject file = Header(), figures = [];
        foreach (string floor in FloorCatalog.Names)
        {
            JsonObject metrics = [];
            foreach (SetMetric metric in MetricCatalog.OfSets)
            {
                metrics[metric.Name] = new JsonArray([.. floors.Of(floor, metric.Name).Select(static figure => new JsonObject
                {
                    ["name"] = figure.Name,
                    ["unit"] = figure.Unit.ToString(),
                    ["goal"] = figure.Goal.ToString(),
                    ["values"] = new JsonArray([.. figure.Values.Select(JsonText.NumberOf)]),
                })]);
            }

            figures[floor] = metrics;
        }

        file["floors"] = figures;
        return file;
    }

    /// <summary>The file's figures; null where there is no file, or it is of another classifier, other images or metrics, or damaged.</summary>
    private FloorFigures? Read()
    {
        try
        {
            if (!File.Exists(Path) || JsonNode.Parse(File.ReadAllText(Path)) is not JsonObject file
                || !Header().All(entry => JsonNode.DeepEquals(entry.Value, file[entry.Key])))
            {
                return null;
            }

            FloorFigures floors = new();
            foreach (string floor in FloorCatalog.Names)
            {
                foreach (SetMetric metric in MetricCatalog.OfSets)
                {
                    if (file["floors"]?[floor]?[metric.Name] is not JsonArray figures)
                    {
                        return null;
                    }

                    floors.Add(floor, metric.Name, [.. figures.Select(static figure => new MetricFigure(
                        Member(figure, "name").GetValue<string>(),
                        Enum.Parse<FigureUnit>(Member(figure, "unit").GetValue<string>()),
                        [.. Member(figure, "values").AsArray().Select(static value => value?.GetValue<double>() ?? double.NaN)],
                        null,
                        Enum.Parse<FigureGoal>(Member(figure, "goal").GetValue<string>())))]);
                }
            }

            return floors;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException || FileErrors.IsFileError(exception))
        {
            return null;
        }
    }

    private static JsonNode Member(JsonNode? node, string name) => node?[name] ?? throw new JsonException($"{name} is missing.");
}
