namespace NativeGan.Training.Pictures;

/// <summary>Which numbers stand for black and white in a network's image.</summary>
public enum PixelRange
{
    /// <summary>0 black to 1 white: what a sigmoid puts out.</summary>
    ZeroToOne,

    /// <summary>−1 black to 1 white: what tanh puts out.</summary>
    MinusOneToOne,
}
