namespace NativeGan.Training.Evaluation;

/// <summary>Tells the classes of images, by features of them.</summary>
internal interface IImageReader
{
    /// <summary>Reads images.</summary>
    /// <param name="shades">Whole images of 28 × 28, one after the other, 0 black to 1 white; at least one.</param>
    /// <returns>One reading an image.</returns>
    ImageReadings Read(ReadOnlySpan<float> shades);
}
