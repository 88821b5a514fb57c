using NativeGan.Models.Gans;
using NativeGan.Training.Errors;
using NativeGan.Training.Options;

namespace NativeGan.Training.Loop;

/// <summary>What a run's configuration must be like, whether it came from the command line, a file or a checkpoint.</summary>
internal static class TrainingOptionsCheck
{
    /// <summary>Refuses values that a configuration file may hold and no run can have.</summary>
    /// <exception cref="InputException">A value is out of its row's range, or values do not go together.</exception>
    public static TrainingOptions Validate(TrainingOptions options)
    {
        foreach (Hyperparameter row in HyperparameterCatalog.All)
        {
            row.Kind.Ensure(row.Path, row.Get(options));
        }

        ModelEntry model = ModelCatalog.All[options.Model];
        RequireElements("discriminatorSteps × batchSize", options.DiscriminatorSteps, options.BatchSize, 1 << 24);
        RequireElements("noiseSize × generatorHidden", options.NoiseSize, options.GeneratorHidden, int.MaxValue);
        RequireElements("batchSize × noiseSize", options.BatchSize, options.NoiseSize, int.MaxValue);
        RequireElements("batchSize × generatorHidden", options.BatchSize, options.GeneratorHidden, int.MaxValue);
        RequireElements($"batchSize × discriminatorHidden{Times(model.Pieces)}", options.BatchSize, (long)options.DiscriminatorHidden * model.Pieces, int.MaxValue);
        if (model.HasInnerLayers)
        {
            RequireElements("generatorHidden × generatorHidden", options.GeneratorHidden, options.GeneratorHidden, int.MaxValue);
            RequireElements($"discriminatorHidden × discriminatorHidden{Times(model.Pieces)}", options.DiscriminatorHidden, (long)options.DiscriminatorHidden * model.Pieces, int.MaxValue);
        }

        if (NetworkOptions.Of(options) is { } networks)
        {
            RequireLayers("generatorLayers", options.NoiseSize, networks.Generator, options.BatchSize);
            RequireLayers("discriminatorLayers", 1, networks.Discriminator, options.BatchSize);
        }

        Require("packing", options.Packing, options.Packing == 0 || options.BatchSize % options.Packing == 0, $"0 or a divisor of the batch size, {options.BatchSize},");
        return options;
    }

    private static string Times(int pieces) => pieces == 1 ? "" : $" × {pieces} pieces";

    private static void Require(string name, long found, bool isGood, string expected)
    {
        if (!isGood)
        {
            throw new InputException($"{name}: found {found}, {expected} is expected.", ExitCodes.Usage);
        }
    }

    private static void RequireLayers(string name, int inputs, MlpDesign network, int batchSize)
    {
        foreach (LayerDesign layer in network.Layers)
        {
            RequireElements($"{name}: inputs × units of a layer", inputs, layer.Width, int.MaxValue);
            RequireElements($"{name}: batchSize × units of a layer", batchSize, layer.Width, int.MaxValue);
            inputs = layer.Width;
        }
    }

    // A tensor's elements, and a ring's, are counted in 32 bits.
    private static void RequireElements(string name, long rows, long columns, int most) =>
        Require(name, rows * columns, rows * columns <= most, $"at most {most}");
}
