namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>A figure of a metric: one number, or one for each class.</summary>
/// <param name="Name">What it is, unique in its metric.</param>
/// <param name="Unit">How it is written.</param>
/// <param name="Values">One number, or one for each class; NaN where there is nothing to measure.</param>
/// <param name="Real">The same of real test images, or null.</param>
/// <param name="Goal">Whether it claims to measure quality.</param>
internal sealed record MetricFigure(
    string Name, FigureUnit Unit, IReadOnlyList<double> Values, IReadOnlyList<double>? Real, FigureGoal Goal = FigureGoal.None)
{
    /// <summary>A figure of one number.</summary>
    public MetricFigure(string name, FigureUnit unit, double value, double? real = null, FigureGoal goal = FigureGoal.None)
        : this(name, unit, [value], real is { } number ? [number] : null, goal)
    {
    }

    /// <summary>Whether a value of this figure claims more quality than another.</summary>
    public bool IsBetter(double value, double? other) => Goal switch
    {
        FigureGoal.High => value > other,
        FigureGoal.Low => value < other,
        _ => false,
    };
}
