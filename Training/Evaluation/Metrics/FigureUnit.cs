namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>How a figure is written for people.</summary>
internal enum FigureUnit
{
    /// <summary>0 to 1, written in percent.</summary>
    Share,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>Any number.</summary>
    Number,
}
