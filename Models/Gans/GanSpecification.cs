using NativeGan.Engine.Backends;
using NativeGan.Models.Initialization;
using NativeGan.Models.Losses;

namespace NativeGan.Models.Gans;

/// <summary>What a run decides about a model; what its paper decides stands in the model.</summary>
/// <param name="NoiseSize">Numbers in a noise vector.</param>
/// <param name="SampleSize">Numbers in a sample: the pixels of an image.</param>
/// <param name="Initializer">How weights and biases start.</param>
/// <param name="Loss">The two objectives.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Backend">Where the model lives.</param>
public sealed record GanSpecification(int NoiseSize, int SampleSize, IInitializer Initializer, IGanLoss Loss, ulong Seed, IBackend Backend)
{
    /// <summary>The random stream set aside for dropout.</summary>
    public const uint DropoutStream = 0xD201;

    /// <summary>Hidden units of the generator, where the model leaves them open; 256 in source S4.</summary>
    public int GeneratorHidden { get; init; } = 256;

    /// <summary>Hidden units of the discriminator, where the model leaves them open; 256 in source S4.</summary>
    public int DiscriminatorHidden { get; init; } = 256;

    /// <summary>Probability with which dropout keeps a number, where the model has dropout; 1 drops nothing.</summary>
    public double DropoutKeep { get; init; } = 1;

    /// <summary>Probability with which dropout on the discriminator's input keeps a number, where the model has it; 1 drops nothing.</summary>
    public double InputDropoutKeep { get; init; } = 1;

    /// <summary>Classes of the labels, for models that see them; 0 for none.</summary>
    public int Classes { get; init; }

    /// <summary>Samples that the discriminator judges at once, where the model can (<see cref="GanModel.Packing"/>).</summary>
    public int Packing { get; init; } = 1;

    /// <summary>The mean of each number of a training sample, [<see cref="SampleSize"/>], for models that start from it; null where there are no samples.</summary>
    public Func<double[]>? SampleMean { get; init; }

    /// <summary>The generator's layers, where the model takes them (<see cref="ModelEntry.Design"/>); null for the model's own.</summary>
    public MlpDesign? GeneratorLayers { get; init; }

    /// <summary>The discriminator's layers, where the model takes them; null for the model's own.</summary>
    public MlpDesign? DiscriminatorLayers { get; init; }
}
