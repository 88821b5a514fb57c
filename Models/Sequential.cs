using NativeGan.Engine;

namespace NativeGan.Models;

/// <summary>Modules in a row: each takes the output of the one before.</summary>
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
        foreach (Module module in modules)
        {
            input = module.Forward(input);
        }

        return input;
    }
}
