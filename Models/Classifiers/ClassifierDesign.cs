namespace NativeGan.Models.Classifiers;

/// <summary>The widths of an <see cref="ImageClassifier"/>, and its dropout.</summary>
public sealed record ClassifierDesign
{
    /// <summary>Channels that the first convolution makes; 16 are enough for strokes.</summary>
    public int FirstChannels { get; init; } = 16;

    /// <summary>Channels that the second convolution makes.</summary>
    public int SecondChannels { get; init; } = 32;

    /// <summary>Units of the hidden linear layer.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Probability with which a hidden unit is dropped in training; nothing else depends on it.</summary>
    public double Dropped { get; init; } = 0.25;
}
