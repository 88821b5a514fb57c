using NativeGan.Engine;

namespace NativeGan.Models.Layers;

/// <summary>Modules in a row: each takes the output of the one before.</summary>
/// <remarks>A linear or convolutional layer and the activation after it run as one operation (<see cref="IActivatedLayer"/>).</remarks>
/// <param name="modules">The modules, in order.</param>
public sealed class Sequential(params Module[] modules) : Module
{
    private readonly Parameter[] _parameters = [.. modules.SelectMany(module => module.Parameters).Distinct()];
    private readonly StateTensor[] _state = [.. modules.SelectMany(module => module.State).Distinct()];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => _parameters;

    /// <inheritdoc/>
    public override IReadOnlyList<StateTensor> State => _state;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Run(input, isTraining: true);

    /// <inheritdoc/>
    public override Tensor Evaluate(Tensor input) => Run(input, isTraining: false);

    private Tensor Run(Tensor input, bool isTraining)
    {
        for (int index = 0; index < modules.Length; index++)
        {
            Module module = modules[index];
            if (module is IActivatedLayer layer && index + 1 < modules.Length && modules[index + 1] is Activation activation)
            {
                input = layer.Forward(input, activation);
                index++;
            }
            else
            {
                input = isTraining ? module.Forward(input) : module.Evaluate(input);
            }
        }

        return input;
    }
}
