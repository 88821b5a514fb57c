using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>x above 0, α(eˣ − 1) below.</summary>
/// <remarks>
/// Shapes: x [*] → y [*]. It is no <see cref="Activation"/>: its gradient needs x, which a layer that applied it in one pass would not keep.
/// Source: Clevert et al., ICLR 2016, §3.
/// </remarks>
/// <param name="alpha">α: minus the limit at −∞.</param>
public sealed class Elu(double alpha = 1) : Module
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Elu(alpha);
}
