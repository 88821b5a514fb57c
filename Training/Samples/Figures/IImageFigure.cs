namespace NativeGan.Training.Samples.Figures;

/// <summary>A number that says how generated images are beside the training images.</summary>
internal interface IImageFigure
{
    /// <summary>Its column in <c>figures.csv</c>.</summary>
    string Name { get; }

    /// <summary>The figure of some images.</summary>
    /// <param name="shades">Image after image, 0 black to 1 white.</param>
    double Of(ReadOnlySpan<float> shades);
}
