using NativeGan.Training.Evaluation.Metrics;

namespace NativeGan.Training.Evaluation;

/// <summary>What every metric of sets of images says of every floor.</summary>
internal sealed class FloorFigures
{
    private readonly Dictionary<(string Floor, string Metric), IReadOnlyList<MetricFigure>> _figures = [];

    /// <summary>Measures the floors.</summary>
    /// <param name="real">The real images.</param>
    /// <param name="count">Samples that the floors stand beside.</param>
    /// <param name="log">Told what is measured.</param>
    public static FloorFigures Measure(RealImages real, int count, Action<string> log)
    {
        FloorFigures floors = new();
        foreach (string name in FloorCatalog.Names)
        {
            log($"floor: {name}");
            ImageSet images = new(FloorCatalog.Make(name, real, count), real.Reader);
            foreach (SetMetric metric in MetricCatalog.OfSets)
            {
                floors.Add(name, metric.Name, metric.Measure(images, real));
            }
        }

        return floors;
    }

    /// <summary>Takes in the figures of a metric.</summary>
    public void Add(string floor, string metric, IReadOnlyList<MetricFigure> figures) => _figures[(floor, metric)] = figures;

    /// <summary>The numbers of a floor's figure; null where the metric says nothing about sets of images.</summary>
    public IReadOnlyList<double>? Find(string floor, string metric, string figure) =>
        _figures.GetValueOrDefault((floor, metric))?.FirstOrDefault(found => found.Name == figure)?.Values;

    /// <summary>All figures that a metric has of a floor.</summary>
    public IEnumerable<MetricFigure> Of(string floor, string metric) => _figures.GetValueOrDefault((floor, metric)) ?? [];
}
