using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models;
using NativeGan.Models.Gans;

namespace NativeGan.Tests.Fixtures.Kinds;

/// <summary>A conditional model whose fakes have the labels that come with their noise, [z, y], instead of the real batch's.</summary>
internal sealed class NoiseWithLabels(ConditionalGan model, GanSpecification run) : GanModel(run)
{
    public override Module Generator => model.Generator;

    public override Module Discriminator => model.Discriminator;

    public override int Classes => model.Classes;

    public override Tensor Generate(GanBatch batch) => model.Generate(Divide(batch));

    public override Tensor ScoreReal(GanBatch batch) => model.ScoreReal(batch);

    public override Tensor ScoreFake(Tensor fake, GanBatch batch) => model.ScoreFake(fake, Divide(batch));

    public override Tensor Sample(Tensor noise, Tensor? labels) =>
        model.Sample(Columns(noise, 0, model.NoiseSize), Columns(noise, model.NoiseSize, NoiseSize));

    private GanBatch Divide(GanBatch batch) => batch with
    {
        Noise = Columns(batch.Noise, 0, model.NoiseSize),
        Labels = Columns(batch.Noise, model.NoiseSize, NoiseSize),
    };

    private static Tensor Columns(Tensor rows, int begin, int end) => rows.Slice([0, begin], [rows.Shape[0], end]);
}
