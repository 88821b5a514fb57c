using NativeGan.Engine;
using NativeGan.Training.Options;

namespace NativeGan.Training.Loop;

/// <summary>How the two networks take turns, and what is done to the discriminator beside its loss.</summary>
public sealed record GanStepRules
{
    /// <summary>When the two are updated.</summary>
    public required UpdateOrder Order { get; init; }

    /// <summary>Whether G's phase uses the noise, and so the samples, of D's (last) phase.</summary>
    public required bool SharesNoise { get; init; }

    /// <summary>k, at least 1.</summary>
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>After each of its updates D's weights are brought into [−clip, clip]; 0 for not at all (Arjovsky et al. 2017).</summary>
    public double WeightClip { get; init; }

    /// <summary>λ, the factor of the gradient penalty (Gulrajani et al. 2017).</summary>
    public double GradientPenalty { get; init; }

    /// <summary>Draws the points of the gradient penalty; null for no penalty.</summary>
    public RandomSource? PenaltyRandom { get; init; }
}
