namespace NativeGan.Training.Labs;

/// <summary>A predicted value beside a measured one, and how far apart they may be.</summary>
/// <param name="Quantity">What is measured, with its circumstances.</param>
/// <param name="Predicted">What the formula gives; the bound for <see cref="ToleranceKind.AtMost"/> and <see cref="ToleranceKind.AtLeast"/>.</param>
/// <param name="Measured">What a run of the engine gave.</param>
/// <param name="Tolerance">The largest gap that passes, 0 or more.</param>
/// <param name="Kind">How the gap is counted.</param>
internal sealed record Finding(string Quantity, double Predicted, double Measured, double Tolerance, ToleranceKind Kind)
{
    /// <summary>How far the measured value is off; 0 on the right side of a bound. Not a number when either value is none.</summary>
    public double Gap => Kind switch
    {
        _ when Measured.Equals(Predicted) => 0, // two infinities too, whose difference is no number
        ToleranceKind.Absolute => Math.Abs(Measured - Predicted),
        ToleranceKind.Relative => Math.Abs(Measured - Predicted) / Math.Abs(Predicted),
        ToleranceKind.AtMost => Math.Max(0, Measured - Predicted),
        _ => Math.Max(0, Predicted - Measured),
    };

    /// <summary>The gap is a number and within the tolerance.</summary>
    public bool Holds => !double.IsNaN(Measured) && !double.IsNaN(Predicted) && Gap <= Tolerance;

    /// <summary>The measured value is within a distance of the predicted one.</summary>
    public static Finding Within(double tolerance, string quantity, double predicted, double measured) =>
        new(quantity, predicted, measured, tolerance, ToleranceKind.Absolute);

    /// <summary>The measured value is within a share of the predicted one.</summary>
    public static Finding WithinShare(double share, string quantity, double predicted, double measured) =>
        new(quantity, predicted, measured, share, ToleranceKind.Relative);

    /// <summary>The measured value is not above a bound.</summary>
    public static Finding AtMost(double bound, string quantity, double measured, double tolerance = 0) =>
        new(quantity, bound, measured, tolerance, ToleranceKind.AtMost);

    /// <summary>The measured value is not below a bound.</summary>
    public static Finding AtLeast(double bound, string quantity, double measured, double tolerance = 0) =>
        new(quantity, bound, measured, tolerance, ToleranceKind.AtLeast);
}

/// <summary>How a measured value is compared with a predicted one.</summary>
internal enum ToleranceKind
{
    /// <summary>|measured − predicted|.</summary>
    Absolute,

    /// <summary>|measured − predicted| / |predicted|.</summary>
    Relative,

    /// <summary>The prediction is an upper bound.</summary>
    AtMost,

    /// <summary>The prediction is a lower bound.</summary>
    AtLeast,
}
