using NativeGan.Engine.Operations;
using NativeGan.Models.Layers;

namespace NativeGan.Models.Gans;

/// <summary>A fully connected GAN whose networks are data: <see cref="MlpDesign"/> says the layers of each.</summary>
/// <remarks>
/// Generator: noise → hidden layers → sample. Discriminator: sample → hidden layers → 1 raw output. Every linear layer has a bias.
/// Source: Goodfellow et al. 2014, §3 and equation 1; the designs name their own.
/// </remarks>
public class MlpGan : GanModel
{
    private readonly MlpGanDesign _design;

    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    /// <param name="run">What the run decides.</param>
    /// <param name="design">The layers of the networks.</param>
    /// <param name="numbersLayers">
    /// Whether a layer's tensors are named after its number among the linear layers (0, 1, 2, as source S1's checkpoints are), instead of
    /// its place among all modules of the network (0, 2, 4 with activations between), as in PyTorch.
    /// </param>
    public MlpGan(GanSpecification run, MlpGanDesign design, bool numbersLayers = false)
        : this(run, design, run.NoiseSize, run.SampleSize * run.Packing, numbersLayers)
    {
    }

    /// <summary>A model whose networks see more than noise and samples.</summary>
    /// <param name="run">What the run decides.</param>
    /// <param name="design">The layers of the networks.</param>
    /// <param name="generatorInputs">Numbers that G sees.</param>
    /// <param name="discriminatorInputs">Numbers that D sees.</param>
    /// <param name="numbersLayers">How tensors are named.</param>
    protected MlpGan(GanSpecification run, MlpGanDesign design, int generatorInputs, int discriminatorInputs, bool numbersLayers = false) : base(run)
    {
        _design = design;
        Generator = Network(design.Generator, generatorInputs, run.SampleSize, numbersLayers);
        Discriminator = Network(design.Discriminator, discriminatorInputs, 1, numbersLayers);
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    /// <inheritdoc/>
    public override int Packing => Run.Packing;

    /// <inheritdoc/>
    public override PixelScaling Scaling => _design.Generator.Output.Entry.Scaling;

    private Sequential Network(MlpDesign design, int inputs, int outputs, bool numbersLayers)
    {
        List<Module> modules = [];
        int linear = 0;
        foreach (LayerDesign layer in design.Layers)
        {
            Add(layer.Width);
            if (layer.BatchNormEpsilon is { } epsilon)
            {
                string name = numbersLayers ? $"{linear - 1}.norm" : $"{modules.Count}";
                modules.Add(new BatchNorm(name, layer.Width, BatchNormOptions.PyTorch with { Epsilon = epsilon }, Run.Backend));
            }

            AddActivation(layer.Activation);
            if (layer.DropoutKeep is { } keep)
            {
                modules.Add(DropoutLayer(keep == 0 ? Run.DropoutKeep : keep));
            }
        }

        Add(outputs);
        AddActivation(design.Output);
        return new Sequential([.. modules]);

        void Add(int width)
        {
            modules.Add(LinearLayer($"{(numbersLayers ? linear : modules.Count)}", inputs, width));
            inputs = width;
            linear++;
        }

        void AddActivation(ActivationChoice choice)
        {
            if (choice.Entry.Create(choice.Argument) is { } activation)
            {
                modules.Add(activation);
            }
        }
    }
}
