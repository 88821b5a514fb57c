using NativeGan.Models.Layers;

namespace NativeGan.Models.Gans;

/// <summary>An activation of a network's layer.</summary>
/// <param name="Name">A name of <see cref="ActivationCatalog"/>.</param>
/// <param name="Argument">Its argument, 0 or more: leaky ReLU's slope, ELU's α. No meaning for an activation without one.</param>
public sealed record ActivationChoice(string Name, double Argument)
{
    /// <summary>An activation with its default argument.</summary>
    public ActivationChoice(string name) : this(name, ActivationCatalog.All[name].Default)
    {
    }

    /// <summary>Its line in the catalog.</summary>
    public ActivationEntry Entry => ActivationCatalog.All[Name];
}
