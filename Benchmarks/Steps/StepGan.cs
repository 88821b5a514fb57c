using NativeGan.Engine.Backends;
using NativeGan.Models;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Models.Losses;

namespace NativeGan.Benchmarks.Steps;

/// <summary>Fully connected networks of any widths: hidden (leaky) ReLU, a sigmoid at G's end, a logit at D's.</summary>
internal sealed class StepGan : GanModel
{
    /// <summary>The networks with freshly drawn parameters.</summary>
    public StepGan(StepModel model, IBackend backend, ulong seed)
        : base(new GanSpecification(model.GeneratorWidths[0], model.GeneratorWidths[^1], new HeNormal(), new NonSaturatingLogitsLoss(), seed, backend))
    {
        Generator = Network(model.GeneratorWidths, model.Slope, Activation.Sigmoid);
        Discriminator = Network(model.DiscriminatorWidths, model.Slope, null);
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    private Sequential Network(int[] widths, double slope, Activation? last)
    {
        List<Module> modules = [];
        for (int layer = 0; layer < widths.Length - 1; layer++)
        {
            modules.Add(LinearLayer($"{2 * layer}", widths[layer], widths[layer + 1]));
            if (layer < widths.Length - 2)
            {
                modules.Add(slope == 0 ? Activation.Relu : Activation.LeakyRelu(slope));
            }
        }

        return new Sequential(last is null ? [.. modules] : [.. modules, last]);
    }
}
