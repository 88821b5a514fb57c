using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Models.Losses;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;

namespace NativeGan.Tests.Fixtures.Kinds;

/// <summary><c>bigan</c>: an encoder without an activation at its end, a leaky ReLU in the discriminator; both phases of step t take the first numbers of zu[t].</summary>
internal sealed class BidirectionalKind : RecordedKind
{
    public override GanModel CreateModel(FixtureCase recorded, IBackend backend)
    {
        int[] generator = Widths(recorded, "G"), discriminator = Widths(recorded, "D");
        return new BiGan(
            Specify(generator[0], generator[2], new NonSaturatingLogitsLoss(), backend) with
            {
                GeneratorHidden = generator[1],
                DiscriminatorHidden = discriminator[1],
            },
            BiGanDesign.Plain);
    }

    public override GanStepRules Rules(UpdateOrder order) => new() { Order = order, SharesNoise = true };

    public override IEnumerable<double[]> Noise(FixtureCase recorded)
    {
        RecordedRows noise = recorded.Rows("zu");
        int size = Widths(recorded, "G")[0];
        return Enumerable.Range(0, recorded.Steps).Select(step => noise.BatchOfFirst(size, step));
    }

    public override IEnumerable<string> GeneratorKeys(FixtureCase recorded) => [.. base.GeneratorKeys(recorded), .. LayerKeys(recorded, "E")];
}
