using System.Globalization;
using System.Text.Json.Nodes;
using NativeGan.Training.Errors;
using NativeGan.Training.Evaluation.Metrics;
using NativeGan.Training.Formats;
using NativeGan.Training.Loop;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Evaluation;

/// <summary>What an evaluation found: for people as a table, for programs as JSON.</summary>
internal sealed class EvaluationReport
{
    // Before the floors' columns stand the model and the test images.
    private const int NameWidth = 22, NumberWidth = 13, FirstFloor = 2;

    private static readonly string[] _columns = ["model", "test images", .. FloorCatalog.Names.Select(static name => name == "training images" ? "training" : name)];

    private readonly List<(IMetric Metric, string? WhyNot, IReadOnlyList<MetricFigure> Figures)> _results = [];

    /// <summary>The checkpoint that was measured.</summary>
    public required TrainingState Checkpoint { get; init; }

    /// <summary>What read its samples.</summary>
    public required TrainedClassifier Classifier { get; init; }

    /// <summary>Real images beside them.</summary>
    public required EvaluationImages Images { get; init; }

    /// <summary>Number of samples.</summary>
    public required int Count { get; init; }

    /// <summary>Seed of their noise.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What the metrics say of the floors.</summary>
    public required FloorFigures Floors { get; init; }

    /// <summary>Measures with every metric of the catalog.</summary>
    /// <param name="context">What is measured.</param>
    /// <param name="log">Told what is being measured.</param>
    public void Measure(EvaluationContext context, Action<string> log)
    {
        log($"making {Count} samples");
        _ = context.Samples;
        foreach (IMetric metric in MetricCatalog.All)
        {
            string? whyNot = metric.WhyNot(context);
            if (whyNot is null)
            {
                log($"measuring {metric.Name}");
            }

            _results.Add((metric, whyNot, whyNot is null ? metric.Measure(context) : []));
        }
    }

    /// <summary>Writes the table.</summary>
    public void Write(TextWriter writer)
    {
        writer.WriteLine($"{Checkpoint.Path}: {Checkpoint.Options.Preset} at step {Checkpoint.Step}; {Count} samples, seed {Seed}");
        writer.WriteLine($"classifier: {Path.GetFileName(Classifier.Path)}, sha256 {Classifier.Sha256[..12]}, reads {Classifier.Record.AccuracyText} as they are labelled");
        if (Images.Note is { } note)
        {
            writer.WriteLine($"note: {note}");
        }

        writer.WriteLine();
        writer.WriteLine($"{"",-NameWidth}{string.Concat(_columns.Select(static column => column.PadLeft(NumberWidth)))}");
        foreach ((IMetric metric, string? whyNot, IReadOnlyList<MetricFigure> figures) in _results)
        {
            writer.WriteLine($"{metric.Name}: {(whyNot is null ? metric.Meaning : $"not measured, {whyNot}")}");
            if (whyNot is null && metric.Doubt is { } doubt)
            {
                writer.WriteLine($"  but: {doubt}");
            }

            foreach (MetricFigure figure in figures)
            {
                WriteFigure(metric, figure, writer);
            }
        }

        writer.WriteLine("(+: more is better, -: less is better; the others only describe; !: better than real training images, which shows how far to trust the figure)");
    }

    /// <summary>The figures as JSON.</summary>
    public JsonObject ToJson()
    {
        JsonObject metrics = [];
        foreach ((IMetric metric, string? whyNot, IReadOnlyList<MetricFigure> figures) in _results)
        {
            JsonObject entry = new() { ["meaning"] = metric.Meaning };
            if (metric.Doubt is { } doubt)
            {
                entry["doubt"] = doubt;
            }

            if (whyNot is not null)
            {
                entry["notMeasured"] = whyNot;
            }

            foreach (MetricFigure figure in figures)
            {
                JsonObject values = new() { ["model"] = Node(figure.Values), ["real"] = figure.Real is null ? null : Node(figure.Real) };
                foreach (string floor in FloorCatalog.Names)
                {
                    if (Floors.Find(floor, metric.Name, figure.Name) is { } floorValues)
                    {
                        values[Key(floor)] = Node(floorValues);
                    }
                }

                entry[Key(figure.Name)] = values;
            }

            metrics[metric.Name] = entry;
        }

        return new JsonObject
        {
            ["program"] = $"nativegan {ProgramVersion.Text}",
            ["checkpoint"] = Path.GetFileName(Checkpoint.Path),
            ["preset"] = Checkpoint.Options.Preset,
            ["step"] = Checkpoint.Step,
            ["samples"] = Count,
            ["seed"] = Seed,
            ["data"] = new JsonObject
            {
                ["name"] = Images.Train.Name,
                ["sha256"] = Images.Train.Sha256,
                ["testImages"] = Images.Test.Count,
                ["testSha256"] = Images.Test.Sha256,
                ["note"] = Images.Note,
            },
            ["classifier"] = new JsonObject
            {
                ["file"] = Path.GetFileName(Classifier.Path),
                ["sha256"] = Classifier.Sha256,
                ["seed"] = Classifier.Record.Seed,
                ["steps"] = Classifier.Record.Steps,
                ["testImages"] = Classifier.Record.TestImages,
                ["testAccuracy"] = Classifier.Record.TestAccuracy,
            },
            ["metrics"] = metrics,
        };
    }

    /// <summary>Writes the figures as JSON; the file appears when it is complete.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Save(string path) => AtomicFile.WriteText(path, JsonText.Of(ToJson()));

    private void WriteFigure(IMetric metric, MetricFigure figure, TextWriter writer)
    {
        IReadOnlyList<double>?[] columns = [figure.Values, figure.Real, .. FloorCatalog.Names.Select(floor => Floors.Find(floor, metric.Name, figure.Name))];
        string goal = figure.Goal switch { FigureGoal.High => " +", FigureGoal.Low => " -", _ => "" };
        if (figure.Values.Count == 1)
        {
            WriteLine($"  {figure.Name}{goal}", 0);
            return;
        }

        writer.WriteLine($"  {figure.Name}{goal}");
        for (int index = 0; index < figure.Values.Count; index++)
        {
            WriteLine($"    {index}", index);
        }

        void WriteLine(string name, int index) => writer.WriteLine(
            name.PadRight(NameWidth) + string.Concat(columns.Select(values => Cell(values, index).PadLeft(NumberWidth))).TrimEnd());

        string Cell(IReadOnlyList<double>? values, int index) =>
            values is null ? "" : figure.IsBetter(values[index], columns[FirstFloor]?[index]) ? $"!{Text(values[index], figure.Unit)}" : Text(values[index], figure.Unit);
    }

    private static string Text(double value, FigureUnit unit) => unit switch
    {
        _ when double.IsNaN(value) => "-",
        FigureUnit.Share => string.Create(CultureInfo.InvariantCulture, $"{100 * value:F2} %"),
        _ when unit == FigureUnit.Count || Math.Abs(value) >= 1000 => string.Create(CultureInfo.InvariantCulture, $"{value:F0}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:F3}"),
    };

    /// <summary>A figure's name as the other names in JSON are written: "entropy, bits" is entropyBits.</summary>
    private static string Key(string name)
    {
        string[] words = name.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
    }

    private static JsonNode? Node(IReadOnlyList<double> values) => values.Count == 1
        ? JsonText.NumberOf(values[0])
        : new JsonArray([.. values.Select(JsonText.NumberOf)]);
}
