namespace NativeGan.Training.Evaluation;

/// <summary>Tells the classes of images.</summary>
internal interface IImageReader
{
    /// <summary>Reads images.</summary>
    /// <param name="shades">Whole images of 28 × 28, one after the other, 0 black to 1 white.</param>
    /// <returns>One reading an image.</returns>
    IReadOnlyList<Reading> Read(ReadOnlySpan<float> shades);
}
