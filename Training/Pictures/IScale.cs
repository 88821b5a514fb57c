namespace NativeGan.Training.Pictures;

/// <summary>An axis of a picture: which coordinate a value has, and where its ticks are.</summary>
internal interface IScale
{
    /// <summary>The values that are marked, within the axis.</summary>
    IEnumerable<double> Ticks { get; }

    /// <summary>Where a value is drawn.</summary>
    double At(double value);

    /// <summary>A tick's label.</summary>
    string Label(double value);
}
