using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Losses;

namespace NativeGan.Training;

/// <summary>Builds the networks that options describe.</summary>
public static class ModelFactory
{
    /// <summary>The model with freshly drawn parameters.</summary>
    /// <param name="options">The run's configuration.</param>
    /// <param name="sampleSize">Numbers in a sample: pixels of an image.</param>
    /// <param name="backend">Where it lives.</param>
    public static GanModel Create(TrainingOptions options, int sampleSize, IBackend backend) => new MlpGan(
        new MlpGanSizes(options.NoiseSize, options.GeneratorHidden, sampleSize, options.DiscriminatorHidden),
        InitializerCatalog.All[options.Initializer],
        LossCatalog.All[options.Loss],
        options.Seed,
        backend);
}
