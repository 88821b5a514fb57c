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
        return new VanillaGan(
            Specify(generator[0], generator[^1], new NonSaturatingLogitsLoss(), backend),
            Complete(new VanillaGanDesign(generator[1..^1], discriminator[1..^1]), recorded, backend));
    }

    public override IEnumerable<double[]> Noise(FixtureCase recorded) => Enumerable.Range(0, 2 * recorded.Steps).Select(recorded.Rows("zn").Batch);

    /// <summary>Adds to the recorded widths what else a kind has.</summary>
    protected virtual VanillaGanDesign Complete(VanillaGanDesign design, FixtureCase recorded, IBackend backend) => design;
}
