using NativeGan.Engine.Backends;
using NativeGan.Models;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Models.Losses;
using Linear = NativeGan.Models.Layers.Linear;

namespace NativeGan.Benchmarks.Steps;

/// <summary>Fully connected networks of any widths: hidden (leaky) ReLU, a sigmoid at G's end, a logit at D's.</summary>
internal sealed class StepGan(StepModel model, IBackend backend, InitialValues random) : GanModel(new NonSaturatingLogitsLoss())
{
    /// <inheritdoc/>
    public override Module Generator { get; } = Network(model.GeneratorWidths, model.Slope, backend, random, Activation.Sigmoid);

    /// <inheritdoc/>
    public override Module Discriminator { get; } = Network(model.DiscriminatorWidths, model.Slope, backend, random, null);

    /// <inheritdoc/>
    public override int NoiseSize => model.GeneratorWidths[0];

    /// <inheritdoc/>
    public override int SampleSize => model.GeneratorWidths[^1];

    private static Sequential Network(int[] widths, double slope, IBackend backend, InitialValues random, Activation? last)
    {
        List<Module> modules = [];
        for (int layer = 0; layer < widths.Length - 1; layer++)
        {
            modules.Add(new Linear($"{2 * layer}", widths[layer], widths[layer + 1], new HeNormal(), random, backend));
            if (layer < widths.Length - 2)
            {
                modules.Add(slope == 0 ? Activation.Relu : Activation.LeakyRelu(slope));
            }
        }

        return new Sequential(last is null ? [.. modules] : [.. modules, last]);
    }
}
