using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Models.Losses;

namespace NativeGan.Tests.Fixtures.Kinds;

/// <summary><c>cgan</c>: both networks see a one-hot class; the discriminator's hidden layer is a leaky ReLU, and the generator's phase has classes of its own.</summary>
internal sealed class ConditionalKind : RecordedKind
{
    public override GanModel CreateModel(FixtureCase recorded, IBackend backend)
    {
        int[] generator = Widths(recorded, "G"), discriminator = Widths(recorded, "D");
        int noise = recorded.Tensor("zu").Shape[2];
        IGanLoss loss = new NonSaturatingLogitsLoss();
        MlpGanDesign plain = MlpGanDesign.OneHiddenLayer(generator[1], discriminator[1]);
        ConditionalGan model = new(
            Specify(noise, generator[2], loss, backend) with { Classes = generator[0] - noise },
            plain with { Discriminator = LeakyDiscriminator(discriminator) });
        return new NoiseWithLabels(model, Specify(generator[0], generator[2], loss, backend));
    }

    /// <summary>In step t the discriminator's fakes are of zu[t] and y[t], the generator's of zu[t + 1] and y[t + 3].</summary>
    public override IEnumerable<double[]> Noise(FixtureCase recorded)
    {
        RecordedRows noise = recorded.Rows("zu"), labels = recorded.OneHotRows("y", Widths(recorded, "G")[0] - noise.Size);
        return Enumerable.Range(0, recorded.Steps).SelectMany<int, double[]>(step =>
            [noise.BatchBeside(step, labels, step), noise.BatchBeside(step + 1, labels, step + 3)]);
    }
}
