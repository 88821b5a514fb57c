using NativeGan.Models.Layers;

namespace NativeGan.Models.Gans;

/// <summary>A hidden layer of a fully connected network: linear, batch normalisation, activation, dropout, in this order.</summary>
/// <param name="Width">Its units, at least 1.</param>
/// <param name="Activation">What follows the linear layer, or its normalisation.</param>
public sealed record LayerDesign(int Width, ActivationChoice Activation)
{
    /// <summary>ε of batch normalisation, above 0; null for no normalisation. The rest is PyTorch's (<see cref="BatchNormOptions.PyTorch"/>).</summary>
    public double? BatchNormEpsilon { get; init; }

    /// <summary>Probability with which dropout keeps a number, up to 1; 0 for the run's (<see cref="GanSpecification.DropoutKeep"/>), null for no dropout.</summary>
    public double? DropoutKeep { get; init; }
}
