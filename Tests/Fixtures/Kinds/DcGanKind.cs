using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Models.Layers;
using NativeGan.Models.Losses;

namespace NativeGan.Tests.Fixtures.Kinds;

/// <summary><c>dcgan</c>: the source's model B without dropout, pixels divided by 255, and moving variances of the biased kind; noise as in <c>vgan</c>.</summary>
internal sealed class DcGanKind : RecordedKind
{
    public override IReadOnlyList<string> StatisticKeys => ["moving_mean1", "moving_var1", "moving_mean2", "moving_var2", "moving_mean3", "moving_var3"];

    public override GanModel CreateModel(FixtureCase recorded, IBackend backend)
    {
        // Transposed weights are [rows, columns, out, in], the others [rows, columns, in, out].
        Shape first = recorded.Tensor("init/G_CT1").Shape, third = recorded.Tensor("init/G_CT3").Shape;
        Shape smaller = recorded.Tensor("init/D_C2").Shape;
        DcGanDesign design = DcGanDesign.B with
        {
            WeightSize = first[0],
            GeneratorChannels = (first[3], first[2], third[3]),
            GeneratedChannels = third[2],
            DiscriminatorChannels = (smaller[2], smaller[3]),
            ImageNorm = BatchNormOptions.Keras,
        };
        return new DcGan(Specify(recorded.Tensor("init/G_W0").Shape[0], recorded.Tensor("x_u8").Shape[2], new NonSaturatingLogitsLoss(), backend), design);
    }

    public override IEnumerable<double[]> Noise(FixtureCase recorded) => Enumerable.Range(0, 2 * recorded.Steps).Select(recorded.Rows("zn").Batch);

    public override IEnumerable<string> DiscriminatorKeys(FixtureCase recorded) => ["D_C1", "D_cb1", "D_C2", "D_cb2", "D_W", "D_b"];

    public override IEnumerable<string> GeneratorKeys(FixtureCase recorded) =>
    [
        "G_W0", "G_gamma1", "G_beta1",
        "G_CT1", "G_gamma2", "G_beta2",
        "G_CT2", "G_gamma3", "G_beta3",
        "G_CT3", "G_cb3",
    ];
}
