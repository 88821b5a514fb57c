using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>Gives every sample of a batch another shape; moves nothing.</summary>
/// <remarks>Shapes: x [batch, *] → y [batch, extents].</remarks>
/// <param name="extents">The shape of one sample: 7, 7, 256 between a generator's linear and its first convolutional layer.</param>
public sealed class Reshape(params int[] extents) : Module
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Reshape([input.Shape[0], .. extents]);
}
