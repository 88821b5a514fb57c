using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>x above 0, α(eˣ − 1) below.</summary>
/// <remarks>Shapes: x [*] → y [*]. Its gradient needs x, so no layer before it takes it over. Source: Clevert et al., ICLR 2016.</remarks>
/// <param name="alpha">α: minus the limit at −∞.</param>
public sealed class Elu(double alpha = 1) : Module
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Elu(alpha);
}
