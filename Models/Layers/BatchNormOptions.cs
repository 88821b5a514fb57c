using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>ε, and how batch normalisation keeps its running statistics; Keras and PyTorch differ in every number.</summary>
public sealed record BatchNormOptions
{
    /// <summary>ε, inside the root; above 0.</summary>
    public required double Epsilon { get; init; }

    /// <summary>What a batch contributes: running = (1 − share)·running + share·batch. See <see cref="ShareOfKept"/> for Keras' convention.</summary>
    public required double BatchShare { get; init; }

    /// <summary>Whether the running variance takes the batch's variance times n/(n − 1). Normalisation in training always uses the biased variance.</summary>
    public required bool IsRunningVarianceUnbiased { get; init; }

    /// <summary>Where the channels are.</summary>
    public ImageLayout Layout { get; init; } = ImageLayout.ChannelsLast;

    /// <summary>Keras' defaults for [batch, features]: ε = 1e-3, momentum 0.99 <em>kept</em>, biased variance.</summary>
    public static BatchNormOptions Keras { get; } = new() { Epsilon = 1e-3, BatchShare = ShareOfKept(0.99), IsRunningVarianceUnbiased = false };

    /// <summary>Keras' defaults for images [batch, height, width, channels], where its fused kernel keeps the unbiased variance.</summary>
    public static BatchNormOptions KerasImages { get; } = Keras with { IsRunningVarianceUnbiased = true };

    /// <summary>PyTorch's defaults: ε = 1e-5, momentum 0.1 <em>taken</em>, unbiased variance.</summary>
    public static BatchNormOptions PyTorch { get; } = new() { Epsilon = 1e-5, BatchShare = 0.1, IsRunningVarianceUnbiased = true };

    /// <summary>The batch's share where the momentum says what is kept, as in Keras: 1 − momentum. PyTorch's momentum is the share itself.</summary>
    public static double ShareOfKept(double momentum) => 1 - momentum;
}
