using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>An activation of <see cref="ActivationCatalog"/>.</summary>
/// <param name="Create">The module for an argument, or null for no module; an activation without an argument takes no notice of it.</param>
public sealed record ActivationEntry(Func<double, Module?> Create)
{
    /// <summary>What its argument is called; null for an activation without one.</summary>
    public string? Argument { get; init; }

    /// <summary>The argument where none is given.</summary>
    public double Default { get; init; }

    /// <summary>What a pixel becomes where the activation ends a generator: the range of its values.</summary>
    public PixelScaling Scaling { get; init; } = PixelScaling.ZeroToOne;
}
