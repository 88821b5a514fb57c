using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>The activations by the names that networks' layers use: a new one is its file and one line here.</summary>
public static class ActivationCatalog
{
    /// <summary>Name → activation.</summary>
    public static IReadOnlyDictionary<string, ActivationEntry> All { get; } = new Dictionary<string, ActivationEntry>
    {
        ["relu"] = new(_ => Activation.Relu),
        ["leaky-relu"] = new(slope => Activation.LeakyRelu(slope)) { Argument = "slope", Default = 0.2 },
        ["elu"] = new(alpha => new Elu(alpha)) { Argument = "alpha", Default = 1 },
        ["sigmoid"] = new(_ => Activation.Sigmoid),
        ["tanh"] = new(_ => Activation.Tanh) { Scaling = PixelScaling.MinusOneToOne },
        ["none"] = new(_ => null),
    };
}
