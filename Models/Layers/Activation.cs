using NativeGan.Engine;

namespace NativeGan.Models.Layers;

/// <summary>A layer without parameters: a function of its input.</summary>
public sealed class Activation(Func<Tensor, Tensor> function) : Module
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => function(input);
}
