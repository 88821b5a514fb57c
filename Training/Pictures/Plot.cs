namespace NativeGan.Training.Pictures;

/// <summary>A diagram: curves, dots and bars over two axes.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="XLabel">What runs to the right, with its unit.</param>
/// <param name="YLabel">What runs upwards, with its unit.</param>
/// <param name="Series">The curves, in the order of the legend.</param>
internal sealed record Plot(string Title, string XLabel, string YLabel, params IReadOnlyList<Series> Series)
{
    /// <summary>Equal distances to the right are equal ratios.</summary>
    public bool IsXLogarithmic { get; init; }

    /// <summary>Equal distances upwards are equal ratios; what is not above 0 is left out.</summary>
    public bool IsYLogarithmic { get; init; }

    /// <summary>One unit is as long upwards as to the right: for samples in a plane. Both axes are linear then.</summary>
    public bool IsSquare { get; init; }
}

/// <summary>One curve of a <see cref="Plot"/>.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Style">How it is drawn.</param>
/// <param name="Points">Its points; those that are not numbers are left out.</param>
internal sealed record Series(string Name, SeriesStyle Style, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>A curve from two arrays of the same length.</summary>
    public Series(string name, SeriesStyle style, IReadOnlyList<double> x, IReadOnlyList<double> y)
        : this(name, style, [.. x.Zip(y)])
    {
    }

    /// <summary>
    /// Number of its colour: what is predicted has that of what is measured. Null for its place in the legend, counted from 0.
    /// </summary>
    public int? Colour { get; init; }

    /// <summary>Why a line ends where it does, for the legend: the end is marked with a dot. Null where there is nothing to say.</summary>
    public string? EndNote { get; init; }
}

/// <summary>How a <see cref="Series"/> is drawn.</summary>
internal enum SeriesStyle
{
    /// <summary>A line from point to point: what is measured at every step.</summary>
    Line,

    /// <summary>A dashed line: what is predicted, and bounds.</summary>
    Dashes,

    /// <summary>A dot for each point: what is measured at a few places.</summary>
    Dots,

    /// <summary>A small dot for each of very many points.</summary>
    Specks,

    /// <summary>A bar from the axis to each point; as wide as the points are apart.</summary>
    Bars,
}
