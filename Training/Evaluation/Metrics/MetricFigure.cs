namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>A figure of a metric: one number, or one for each class.</summary>
/// <param name="Name">What it is, unique in its metric.</param>
/// <param name="Unit">How it is written.</param>
/// <param name="Values">One number, or one for each class; NaN where there is nothing to measure.</param>
/// <param name="Real">The same of real test images, or null.</param>
internal sealed record MetricFigure(string Name, FigureUnit Unit, IReadOnlyList<double> Values, IReadOnlyList<double>? Real)
{
    /// <summary>A figure of one number.</summary>
    public MetricFigure(string name, FigureUnit unit, double value, double? real = null) : this(name, unit, [value], real is { } number ? [number] : null)
    {
    }
}
