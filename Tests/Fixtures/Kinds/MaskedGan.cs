using NativeGan.Models;
using NativeGan.Models.Gans;
using NativeGan.Models.Layers;

namespace NativeGan.Tests.Fixtures.Kinds;

/// <summary>A fully connected GAN with a given module after each of D's leaky ReLU layers.</summary>
internal sealed class MaskedGan : GanModel
{
    private readonly MlpGan _model;

    /// <summary>A model with freshly drawn parameters.</summary>
    /// <param name="run">What the run decides.</param>
    /// <param name="design">Its layers; those of D are plain, with leaky ReLU.</param>
    /// <param name="afterHidden">What follows each of D's hidden layers.</param>
    public MaskedGan(GanSpecification run, MlpGanDesign design, IReadOnlyList<Module> afterHidden) : base(run)
    {
        _model = new MlpGan(run, design, numbersLayers: true);
        List<Module> modules = [];
        int inputs = run.SampleSize;
        foreach (LayerDesign layer in design.Discriminator.Layers)
        {
            modules.AddRange([LinearLayer($"{modules.Count / 3}", inputs, layer.Width), Activation.LeakyRelu(layer.Activation.Argument), afterHidden[modules.Count / 3]]);
            inputs = layer.Width;
        }

        Discriminator = new Sequential([.. modules, LinearLayer($"{modules.Count / 3}", inputs, 1)]);
        _model.Discriminator.Dispose();
    }

    public override Module Generator => _model.Generator;

    public override Module Discriminator { get; }
}
