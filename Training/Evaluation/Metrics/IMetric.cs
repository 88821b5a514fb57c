namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>One way to say how good samples are.</summary>
internal interface IMetric
{
    /// <summary>Its name in the table and in <c>eval.json</c>.</summary>
    string Name { get; }

    /// <summary>What it measures, in a sentence without a full stop.</summary>
    string Meaning { get; }

    /// <summary>Why it says nothing about this model, or null where it does.</summary>
    string? WhyNot(EvaluationContext context);

    /// <summary>The figures, each beside that of real test images where there is one.</summary>
    IReadOnlyList<MetricFigure> Measure(EvaluationContext context);
}
