namespace NativeGan.Models.Gans;

/// <summary>The two networks of a fully connected GAN as data.</summary>
/// <param name="Generator">G, from the noise to the sample.</param>
/// <param name="Discriminator">D, from the sample to a raw output: the losses take logits.</param>
public sealed record MlpGanDesign(MlpDesign Generator, MlpDesign Discriminator)
{
    private static readonly ActivationChoice _none = new("none"), _sigmoid = new("sigmoid");

    /// <summary>One hidden ReLU layer each, G ends in a sigmoid.</summary>
    /// <remarks>Source: Goodfellow et al. 2014, §3 and equation 1, in the form of sources S0 and S4.</remarks>
    public static MlpGanDesign OneHiddenLayer(int generatorHidden, int discriminatorHidden) =>
        new(MlpDesign.Of(Relu, _sigmoid, generatorHidden), MlpDesign.Of(Relu, _none, discriminatorHidden));

    /// <summary>Three hidden ReLU layers each, for points: G ends without an activation.</summary>
    /// <remarks>Source: Gulrajani et al. 2017, §4.1 and figure 1, where they have 512 units, for mixtures of normal distributions.</remarks>
    public static MlpGanDesign Points(int generatorHidden, int discriminatorHidden) => new(
        MlpDesign.Of(Relu, _none, generatorHidden, generatorHidden, generatorHidden),
        MlpDesign.Of(Relu, _none, discriminatorHidden, discriminatorHidden, discriminatorHidden));

    /// <summary>The networks of <see cref="SetWiseGan"/>: ELU in both, but a sigmoid in G's second layer.</summary>
    /// <remarks>Source: S2 (PyTorch).</remarks>
    public static MlpGanDesign SetWise(int generatorHidden, int discriminatorHidden)
    {
        LayerDesign elu = new(0, new ActivationChoice("elu"));
        return new MlpGanDesign(
            new MlpDesign([elu with { Width = generatorHidden }, new LayerDesign(generatorHidden, _sigmoid)], _none),
            MlpDesign.Of(elu, _none, discriminatorHidden, discriminatorHidden));
    }

    /// <summary>Leaky ReLU 0.2, tanh at the end of G, dropout after D's hidden layers with the run's probability.</summary>
    /// <remarks>With 100 noise numbers and 784 pixels they have 1,486,352 and 1,460,225 parameters. Source: S1's "VGAN", whose widths are fixed.</remarks>
    public static MlpGanDesign Vanilla(int generatorHidden, int discriminatorHidden) => Vanilla([256, 512, 1024]);

    /// <summary>The networks of <see cref="Vanilla(int, int)"/> in other widths.</summary>
    /// <param name="generatorHidden">G's, from the noise on, and D's, from the output back.</param>
    public static MlpGanDesign Vanilla(IReadOnlyList<int> generatorHidden)
    {
        LayerDesign leaky = new(0, new ActivationChoice("leaky-relu", 0.2));
        return new MlpGanDesign(
            MlpDesign.Of(leaky, new ActivationChoice("tanh"), generatorHidden),
            MlpDesign.Of(leaky with { DropoutKeep = 0 }, _none, [.. generatorHidden.Reverse()]));
    }

    private static LayerDesign Relu => new(0, new ActivationChoice("relu"));
}
