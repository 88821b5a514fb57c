using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Losses;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;

namespace NativeGan.Tests.Fixtures.Kinds;

/// <summary>What sets one kind of recorded training apart: its model and what a step draws. Constants that the recordings give in words stand here.</summary>
internal abstract class RecordedKind
{
    private static readonly Dictionary<string, RecordedKind> _all = new()
    {
        ["mlp_gan"] = new MlpKind(),
        ["wgan_clip"] = new WassersteinKind(),
        ["cgan"] = new ConditionalKind(),
        ["vgan"] = new VanillaKind(),
        ["vgan_masks"] = new MaskedVanillaKind(),
        ["dcgan"] = new DcGanKind(),
        ["gauss1d"] = new SetWiseKind(),
        ["bigan"] = new BidirectionalKind(),
    };

    /// <summary>What a pixel becomes.</summary>
    public virtual PixelScaling Scaling => PixelScaling.ZeroToOne;

    /// <summary>Names of the running statistics, in the model's order.</summary>
    public virtual IReadOnlyList<string> StatisticKeys => [];

    /// <summary>The kind of a name, or null where it is not built yet.</summary>
    public static RecordedKind? Find(string name) => _all.GetValueOrDefault(name);

    /// <summary>The program's model with layers as wide as the recorded weights; its values are still to be assigned.</summary>
    public abstract GanModel CreateModel(FixtureCase recorded, IBackend backend);

    /// <summary>The real samples of the recorded steps: images, unless a kind has others.</summary>
    /// <param name="recorded">The recording.</param>
    /// <param name="model">Whose samples they are.</param>
    /// <param name="batchesPerStep">Batches that one step takes.</param>
    /// <param name="backend">Where they live.</param>
    public virtual IBatchSource CreateBatches(FixtureCase recorded, GanModel model, int batchesPerStep, IBackend backend)
    {
        FixtureTensor images = recorded.Tensor("x_u8");
        int batches = images.Shape[0], rows = images.Shape[1];
        PixelTable? labels = model.Classes == 0 ? null : Table(FixtureCase.OneHot(recorded.Tensor("y"), model.Classes), model.Classes);
        return new StreamedBatches(
            new LabelledImages(Table(images.Values, model.SampleSize), Scaling, labels), recorded.BatchSize, batchesPerStep,
            () => new CycledIndices(batches, rows, recorded.BatchSize));

        PixelTable Table(double[] values, int columns) => new(backend, [.. values.Select(value => (byte)value)], columns);
    }

    /// <summary>All noise of the recorded steps, a batch for each draw, row by row.</summary>
    public abstract IEnumerable<double[]> Noise(FixtureCase recorded);

    /// <summary>The noise, row by row, of whose first rows the final samples are.</summary>
    public virtual double[] SampleNoise(FixtureCase recorded) => Noise(recorded).First();

    /// <summary>How the networks take turns.</summary>
    public virtual GanStepRules Rules(UpdateOrder order) => new() { Order = order, SharesNoise = false };

    /// <summary>Recorded names of the discriminator's weights, in the model's order.</summary>
    public virtual IEnumerable<string> DiscriminatorKeys(FixtureCase recorded) => LayerKeys(recorded, "D");

    /// <summary>Recorded names of what the generator's phase trains, in the model's order.</summary>
    public virtual IEnumerable<string> GeneratorKeys(FixtureCase recorded) => LayerKeys(recorded, "G");

    /// <summary>Widths of a fully connected network, from its input to its output.</summary>
    protected static int[] Widths(FixtureCase recorded, string network)
    {
        Shape[] layers = [.. LayerKeys(recorded, network).Where(key => key[2] == 'W').Select(key => recorded.Tensor($"init/{key}").Shape)];
        return [layers[0][0], .. layers.Select(layer => layer[1])];
    }

    /// <summary>A discriminator of the widths with leaky ReLU 0.2.</summary>
    protected static MlpDesign LeakyDiscriminator(int[] widths) =>
        MlpDesign.Of(new LayerDesign(0, new ActivationChoice("leaky-relu", 0.2)), new ActivationChoice("none"), widths[1..^1]);

    /// <summary>A run without chance: the initial values are replaced by the recorded ones, and dropout keeps everything.</summary>
    protected static GanSpecification Specify(int noise, int sample, IGanLoss loss, IBackend backend) =>
        new(noise, sample, new XavierUniform(), loss, Seed: 1, backend);

    /// <summary>Names of the weights and biases of a fully connected network.</summary>
    protected static IEnumerable<string> LayerKeys(FixtureCase recorded, string network)
    {
        for (int layer = 1; recorded.Has($"init/{network}_W{layer}"); layer++)
        {
            yield return $"{network}_W{layer}";
            yield return $"{network}_b{layer}";
        }
    }

    /// <summary>The first rows of every recorded batch, again and again.</summary>
    private sealed class CycledIndices(int batches, int rows, int batchSize) : IIndexStream
    {
        private int _next;

        public void Next(Span<int> indices)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                int batch = _next / batchSize % batches;
                indices[i] = batch * rows + _next % batchSize;
                _next++;
            }
        }
    }
}
