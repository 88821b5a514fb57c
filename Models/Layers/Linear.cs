using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;

namespace NativeGan.Models.Layers;

/// <summary>A fully connected layer, y = x·W + b, or y = x·W.</summary>
/// <remarks>
/// Shapes: x [batch, in], W [in, out], b [out] → y [batch, out]. Without b it is a plain matrix product.
/// Source: Goodfellow, Bengio &amp; Courville, "Deep Learning" (2016), equation 6.40, with the batch in the rows.
/// </remarks>
public sealed class Linear : Module, IActivatedLayer
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <summary>A layer with freshly drawn parameters.</summary>
    /// <param name="name">Prefix of its parameters' names: <c>name.weight</c> and <c>name.bias</c>.</param>
    /// <param name="inputSize">Columns of the input, at least 1.</param>
    /// <param name="outputSize">Columns of the output, at least 1.</param>
    /// <param name="initializer">How the initial values are drawn.</param>
    /// <param name="random">What they are drawn from.</param>
    /// <param name="backend">Where the parameters live.</param>
    /// <param name="hasBias">Whether there is a b; a normalisation after the layer makes it superfluous.</param>
    public Linear(string name, int inputSize, int outputSize, IInitializer initializer, InitialValues random, IBackend backend, bool hasBias = true)
    {
        Fan fan = new(inputSize, outputSize);
        _weight = new Parameter($"{name}.weight", backend, random.Draw(initializer.Weight(fan), inputSize * outputSize), new Shape(inputSize, outputSize));
        _bias = !hasBias ? null : new Parameter($"{name}.bias", backend, random.Draw(initializer.Bias(fan), outputSize), new Shape(outputSize));
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => _bias is null ? input.MatMul(_weight) : input.Linear(_weight, _bias);

    /// <inheritdoc/>
    public Tensor Forward(Tensor input, Activation activation) => activation.ForwardLinear(input, _weight, _bias);
}
