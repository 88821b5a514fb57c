using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models.Gans;
using NativeGan.Models.Losses;

namespace NativeGan.Tests.Fixtures.Kinds;

/// <summary><c>vgan</c>: deep and fully connected, without dropout; step t takes the noise zn[2t] for the discriminator and zn[2t + 1] for the generator.</summary>
internal class VanillaKind : RecordedKind
{
    public override PixelScaling Scaling => PixelScaling.MinusOneToOne;

    public override GanModel CreateModel(FixtureCase recorded, IBackend backend)
    {
        int[] generator = Widths(recorded, "G"), discriminator = Widths(recorded, "D");
        MlpDesign forGenerator = MlpGanDesign.Vanilla(generator[1..^1]).Generator;
        return Create(
            Specify(generator[0], generator[^1], new NonSaturatingLogitsLoss(), backend), new MlpGanDesign(forGenerator, LeakyDiscriminator(discriminator)), recorded);
    }

    public override IEnumerable<double[]> Noise(FixtureCase recorded) => Enumerable.Range(0, 2 * recorded.Steps).Select(recorded.Rows("zn").Batch);

    /// <summary>The model of the recorded widths, without dropout.</summary>
    protected virtual GanModel Create(GanSpecification run, MlpGanDesign design, FixtureCase recorded) => new MlpGan(run, design, numbersLayers: true);
}
