using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>The largest of each group of neighbouring features. After a linear layer of features·pieces outputs it makes maxout units.</summary>
/// <remarks>Shapes: x [*, features·pieces] → y [*, features]. Source: Goodfellow et al., "Maxout Networks", ICML 2013, §3.</remarks>
/// <param name="pieces">Numbers in a group, at least 1.</param>
public sealed class Maxout(int pieces) : Module
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Maxout(pieces);
}
