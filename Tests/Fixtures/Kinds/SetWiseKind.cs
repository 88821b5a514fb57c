using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Models.Losses;
using NativeGan.Training.Data;

namespace NativeGan.Tests.Fixtures.Kinds;

/// <summary><c>gauss1d</c>: source S2, whose discriminator judges the whole batch; step t takes the noise ud[t] for the discriminator and ug[t] for the generator.</summary>
internal sealed class SetWiseKind : RecordedKind
{
    public override GanModel CreateModel(FixtureCase recorded, IBackend backend)
    {
        int[] generator = Widths(recorded, "G"), discriminator = Widths(recorded, "D");
        return new SetWiseGan(
            Specify(generator[0], generator[^1], new NonSaturatingLogitsLoss(), backend) with { Packing = recorded.BatchSize },
            MlpGanDesign.SetWise(generator[1], discriminator[1]), seesDistances: true);
    }

    public override IBatchSource CreateBatches(FixtureCase recorded, GanModel model, int batchesPerStep, IBackend backend) =>
        new RecordedBatches(backend, recorded.Tensor("real").Values, new Shape(recorded.BatchSize, model.SampleSize));

    public override IEnumerable<double[]> Noise(FixtureCase recorded)
    {
        RecordedRows discriminator = recorded.Rows("ud"), generator = recorded.Rows("ug");
        return Enumerable.Range(0, recorded.Steps).SelectMany<int, double[]>(step => [discriminator.Batch(step), generator.Batch(step)]);
    }

    public override double[] SampleNoise(FixtureCase recorded) => recorded.Rows("ug").Batch(0);
}
