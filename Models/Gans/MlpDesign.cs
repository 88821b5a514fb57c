namespace NativeGan.Models.Gans;

/// <summary>A fully connected network as data: its hidden layers, and what follows its last linear layer.</summary>
/// <param name="Layers">The hidden layers, from the input on, at least 1.</param>
/// <param name="Output">The activation of the output.</param>
public sealed record MlpDesign(IReadOnlyList<LayerDesign> Layers, ActivationChoice Output)
{
    /// <summary>Layers that differ in width alone.</summary>
    /// <param name="layer">What they have in common.</param>
    /// <param name="output">The activation of the output.</param>
    /// <param name="widths">Their units.</param>
    public static MlpDesign Of(LayerDesign layer, ActivationChoice output, params IReadOnlyList<int> widths) =>
        new([.. widths.Select(width => layer with { Width = width })], output);
}
