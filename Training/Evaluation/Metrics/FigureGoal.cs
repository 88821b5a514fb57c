namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>Whether a figure claims to measure quality, and which end of it is the good one.</summary>
internal enum FigureGoal
{
    /// <summary>It describes, and claims nothing.</summary>
    None,

    /// <summary>More is better.</summary>
    High,

    /// <summary>Less is better.</summary>
    Low,
}
