namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>One way to say how good samples are. <see cref="SetMetric"/> is the base of those that any images have, floors too.</summary>
internal interface IMetric
{
    /// <summary>Its name in the table and in <c>eval.json</c>.</summary>
    string Name { get; }

    /// <summary>What it measures, in a sentence without a full stop.</summary>
    string Meaning { get; }

    /// <summary>What fools it, or what its figures must not be taken for, in a sentence without a full stop; null for nothing that is known.</summary>
    string? Doubt => null;

    /// <summary>Why it says nothing about this model, or null where it does.</summary>
    string? WhyNot(EvaluationContext context);

    /// <summary>The figures, each beside that of real test images where there is one.</summary>
    IReadOnlyList<MetricFigure> Measure(EvaluationContext context);
}
