namespace NativeGan.Training.Data;

/// <summary>An endless sequence of image numbers that depends on nothing but its seed, so that a position is all there is to save.</summary>
internal interface IIndexStream
{
    /// <summary>The next numbers of the sequence.</summary>
    void Next(Span<int> indices);
}
