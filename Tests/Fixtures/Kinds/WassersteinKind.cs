using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Models.Losses;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;

namespace NativeGan.Tests.Fixtures.Kinds;

/// <summary><c>wgan_clip</c>: five critic updates a step, each followed by clipping to 0.01; the critic's hidden layer is a leaky ReLU.</summary>
internal sealed class WassersteinKind : RecordedKind
{
    private const int CriticSteps = 5;

    public override GanModel CreateModel(FixtureCase recorded, IBackend backend)
    {
        int[] generator = Widths(recorded, "G"), critic = Widths(recorded, "D");
        MlpGanDesign plain = MlpGanDesign.OneHiddenLayer(generator[1], critic[1]);
        return new MlpGan(Specify(generator[0], generator[2], new WassersteinLoss(), backend), plain with { Discriminator = LeakyDiscriminator(critic) });
    }

    public override GanStepRules Rules(UpdateOrder order) =>
        new() { Order = order, SharesNoise = false, DiscriminatorSteps = CriticSteps, WeightClip = 0.01 };

    /// <summary>In step t the critic takes zu[5t] to zu[5t + 4], the generator zu[t + 7].</summary>
    public override IEnumerable<double[]> Noise(FixtureCase recorded)
    {
        RecordedRows noise = recorded.Rows("zu");
        return Enumerable.Range(0, recorded.Steps)
            .SelectMany(step => Enumerable.Range(CriticSteps * step, CriticSteps).Append(step + 7))
            .Select(noise.Batch);
    }
}
