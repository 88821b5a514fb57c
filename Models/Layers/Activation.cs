using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>A layer without parameters: a function of its input, which a <see cref="Linear"/> layer before it takes over.</summary>
public abstract class Activation : Module
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>max(x, 0).</summary>
    public static Activation Relu { get; } = new Activation<Relu.Formula>(default);

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static Activation Sigmoid { get; } = new Activation<Sigmoid.Formula>(default);

    /// <summary>tanh x.</summary>
    public static Activation Tanh { get; } = new Activation<Tanh.Formula>(default);

    /// <summary>x above 0, slope·x below.</summary>
    /// <param name="slope">At least 0: behind a linear layer a negative one has no gradient (see <see cref="NativeGan.Engine.Operations.LeakyRelu.Formula.InputGradient"/>).</param>
    public static Activation LeakyRelu(double slope) => new Activation<LeakyRelu.Formula>(new LeakyRelu.Formula(slope));

    /// <summary>f(x·W + b) in one pass; see <see cref="Linear{TActivation}"/>.</summary>
    /// <param name="x">[batch, in].</param>
    /// <param name="weight">W, [in, out].</param>
    /// <param name="bias">b, [out].</param>
    /// <returns>[batch, out].</returns>
    public abstract Tensor ForwardLinear(Tensor x, Tensor weight, Tensor bias);
}

/// <summary>The layer y = f(x) for one formula.</summary>
public sealed class Activation<TActivation>(TActivation activation) : Activation where TActivation : unmanaged, IActivation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => activation.Apply(input);

    /// <inheritdoc/>
    public override Tensor ForwardLinear(Tensor x, Tensor weight, Tensor bias) => x.Linear(weight, bias, activation);
}
