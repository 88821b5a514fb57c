namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>A metric of images, whoever made them: it measures a model's samples, and the floors beside them.</summary>
internal abstract class SetMetric : IMetric
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Meaning { get; }

    /// <inheritdoc/>
    public virtual string? Doubt => null;

    /// <summary>Whether the test images have figures of their own; those that are held against the test images have none.</summary>
    protected virtual bool MeasuresTestImages => false;

    /// <inheritdoc/>
    public string? WhyNot(EvaluationContext context) => null;

    /// <inheritdoc/>
    public IReadOnlyList<MetricFigure> Measure(EvaluationContext context)
    {
        IReadOnlyList<MetricFigure> figures = Measure(context.Samples, context.Real);
        return MeasuresTestImages
            ? [.. figures.Zip(Measure(context.Real.Test, context.Real), static (figure, real) => figure with { Real = real.Values })]
            : figures;
    }

    /// <summary>The figures of some images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="real">What they are held against.</param>
    public abstract IReadOnlyList<MetricFigure> Measure(ImageSet images, RealImages real);
}
