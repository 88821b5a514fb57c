using NativeGan.Models.Gans;

namespace NativeGan.Tests.Fixtures.Kinds;

/// <summary><c>vgan_masks</c>: <c>vgan</c> whose dropout keeps what recorded masks keep, with probability 0.3.</summary>
internal sealed class MaskedVanillaKind : VanillaKind
{
    protected override GanModel Create(GanSpecification run, MlpGanDesign design, FixtureCase recorded) => new MaskedGan(
        run, design, [.. design.Discriminator.Layers.Select((_, layer) => new RecordedDropout(recorded.Tensor($"mask{layer + 1}"), keepProbability: 0.3, run.Backend))]);
}
