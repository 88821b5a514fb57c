using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Models;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Losses;
using NativeGan.Training.Errors;
using NativeGan.Training.Options;

namespace NativeGan.Training.Loop;

/// <summary>Builds the networks that options describe, by their names in <see cref="ModelCatalog"/>.</summary>
public static class ModelFactory
{
    /// <summary>The model with freshly drawn parameters.</summary>
    /// <param name="options">The run's configuration.</param>
    /// <param name="sampleSize">Numbers in a sample: pixels of an image.</param>
    /// <param name="backend">Where it lives.</param>
    /// <param name="sampleMean">The mean of each number of a training sample; null where the parameters will be restored, or nothing is trained.</param>
    /// <exception cref="InputException">The model is not for samples of that size, takes no layers, or judges no sets of samples.</exception>
    public static GanModel Create(TrainingOptions options, int sampleSize, IBackend backend, Func<double[]>? sampleMean = null)
    {
        GanModel model = BuildChecked(options, sampleSize, backend, sampleMean);
        int packing = PackingOf(options);
        if (model.Packing == packing)
        {
            return model;
        }

        using (model)
        {
            throw new InputException(
                $"--packing: found {packing}, but the discriminator of model '{options.Model}' judges {model.Packing} at once. Leave --packing out, or give a --model that can.",
                ExitCodes.Usage);
        }
    }

    private static GanModel BuildChecked(TrainingOptions options, int sampleSize, IBackend backend, Func<double[]>? sampleMean)
    {
        try
        {
            return Build(options, sampleSize, backend, sampleMean);
        }
        catch (ShapeException mismatch)
        {
            throw new InputException($"Model '{options.Model}' is not for such samples. {mismatch.Message} Give another --model or --dataset.", ExitCodes.Usage, mismatch);
        }
    }

    private static GanModel Build(TrainingOptions options, int sampleSize, IBackend backend, Func<double[]>? sampleMean)
    {
        MlpGanDesign? networks = NetworkOptions.Of(options);
        return ModelCatalog.All[options.Model].Create(
            new GanSpecification(options.NoiseSize, sampleSize, InitializerCatalog.All[options.Initializer], LossCatalog.All[options.Loss], options.Seed, backend)
            {
                GeneratorHidden = options.GeneratorHidden,
                DiscriminatorHidden = options.DiscriminatorHidden,
                GeneratorLayers = networks?.Generator,
                DiscriminatorLayers = networks?.Discriminator,
                DropoutKeep = options.DropoutKeep,
                InputDropoutKeep = options.InputDropoutKeep,
                Classes = MnistImages.Classes,
                SampleMean = sampleMean,
                Packing = PackingOf(options),
            });
    }

    private static int PackingOf(TrainingOptions options) => options.Packing == 0 ? options.BatchSize : options.Packing;
}
