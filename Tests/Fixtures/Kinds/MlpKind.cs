using System.Text.Json;
using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Models.Losses;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;

namespace NativeGan.Tests.Fixtures.Kinds;

/// <summary><c>mlp_gan</c>: one hidden ReLU layer each; both phases of step t take the noise <c>zu[t]</c>.</summary>
internal sealed class MlpKind : RecordedKind
{
    public override GanModel CreateModel(FixtureCase recorded, IBackend backend)
    {
        int[] generator = Widths(recorded, "G"), discriminator = Widths(recorded, "D");
        IGanLoss loss = recorded.Json.GetProperty("spec").TryGetProperty("log_epsilon", out JsonElement epsilon)
            ? new LogEpsilonLoss(epsilon.GetDouble())
            : new NonSaturatingLogitsLoss();
        return new MlpGan(Specify(generator[0], generator[2], loss, backend), MlpGanDesign.OneHiddenLayer(generator[1], discriminator[1]));
    }

    public override GanStepRules Rules(UpdateOrder order) => new() { Order = order, SharesNoise = true };

    public override IEnumerable<double[]> Noise(FixtureCase recorded) => Enumerable.Range(0, recorded.Steps).Select(recorded.Rows("zu").Batch);
}
