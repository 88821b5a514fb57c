using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>Makes every sample of a batch one row; moves nothing.</summary>
/// <remarks>Shapes: x [batch, e₁, e₂, …] → y [batch, e₁·e₂·…].</remarks>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Reshape(input.Shape[0], input.Shape.Without(0, 1).Count);
}
