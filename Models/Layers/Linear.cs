using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;

namespace NativeGan.Models.Layers;

/// <summary>A fully connected layer, y = x·W + b.</summary>
/// <remarks>Shapes: x [batch, in], W [in, out], b [out] → y [batch, out].</remarks>
public sealed class Linear : Module
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <summary>A layer with freshly drawn parameters.</summary>
    /// <param name="name">Prefix of its parameters' names: <c>name.weight</c> and <c>name.bias</c>.</param>
    /// <param name="inputSize">Columns of the input, at least 1.</param>
    /// <param name="outputSize">Columns of the output, at least 1.</param>
    /// <param name="initializer">How the initial values are drawn.</param>
    /// <param name="random">What they are drawn from.</param>
    /// <param name="backend">Where the parameters live.</param>
    public Linear(string name, int inputSize, int outputSize, IInitializer initializer, InitialValues random, IBackend backend)
    {
        Fan fan = new(inputSize, outputSize);
        _weight = new Parameter($"{name}.weight", backend, random.Draw(initializer.Weight(fan), inputSize * outputSize), new Shape(inputSize, outputSize));
        _bias = new Parameter($"{name}.bias", backend, random.Draw(initializer.Bias(fan), outputSize), new Shape(outputSize));
        Parameters = [_weight, _bias];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Linear(_weight, _bias);

    /// <summary>f(x·W + b), in one pass.</summary>
    /// <param name="input">x, [batch, in].</param>
    /// <param name="activation">f.</param>
    /// <returns>[batch, out].</returns>
    public Tensor Forward(Tensor input, Activation activation) => activation.ForwardLinear(input, _weight, _bias);
}
