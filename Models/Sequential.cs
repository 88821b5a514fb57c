using NativeGan.Engine;
using NativeGan.Models.Layers;

namespace NativeGan.Models;

/// <summary>Modules in a row: each takes the output of the one before; a linear layer and the activation behind it are one operation.</summary>
public sealed class Sequential(params Module[] modules) : Module
{
    private readonly Parameter[] _parameters = [.. modules.SelectMany(module => module.Parameters)];

    /// <summary>The modules, in order.</summary>
    public IReadOnlyList<Module> Modules => modules;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => _parameters;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        for (int index = 0; index < modules.Length; index++)
        {
            if (modules[index] is Linear linear && index + 1 < modules.Length && modules[index + 1] is Activation activation)
            {
                input = linear.Forward(input, activation);
                index++;
            }
            else
            {
                input = modules[index].Forward(input);
            }
        }

        return input;
    }
}
