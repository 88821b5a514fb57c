using NativeGan.Models.Gans;
using NativeGan.Training.Errors;
using NativeGan.Training.Options;

namespace NativeGan.Training.Loop;

/// <summary>What a run's configuration must be like, whether it came from the command line, a file or a checkpoint.</summary>
internal static class TrainingOptionsCheck
{
    /// <summary>Refuses values that a configuration file may hold and no run can have.</summary>
    /// <exception cref="InputException">A value is out of its row's range, or values do not go together.</exception>
    /// <param name="options">The run.</param>
    /// <param name="origins">How its values were written, for messages; null where only the values are known.</param>
    public static TrainingOptions Validate(TrainingOptions options, ValueOrigins? origins = null)
    {
        origins ??= ValueOrigins.Unknown;
        foreach (Hyperparameter row in HyperparameterCatalog.All)
        {
            row.Kind.Ensure(origins.NameOf(row), row.Get(options));
        }

        ModelEntry model = ModelCatalog.All[options.Model];
        RequireElements($"{Name(nameof(options.DiscriminatorSteps))} × {Name(nameof(options.BatchSize))}", options.DiscriminatorSteps, options.BatchSize, 1 << 24);
        RequireElements($"{Name(nameof(options.NoiseSize))} × {Name(nameof(options.GeneratorHidden))}", options.NoiseSize, options.GeneratorHidden, int.MaxValue);
        RequireElements($"{Name(nameof(options.BatchSize))} × {Name(nameof(options.NoiseSize))}", options.BatchSize, options.NoiseSize, int.MaxValue);
        RequireElements($"{Name(nameof(options.BatchSize))} × {Name(nameof(options.GeneratorHidden))}", options.BatchSize, options.GeneratorHidden, int.MaxValue);
        RequireElements($"{Name(nameof(options.BatchSize))} × {Name(nameof(options.DiscriminatorHidden))}{Times(model.Pieces)}", options.BatchSize, (long)options.DiscriminatorHidden * model.Pieces, int.MaxValue);
        if (model.HasInnerLayers)
        {
            RequireElements($"{Name(nameof(options.GeneratorHidden))} × {Name(nameof(options.GeneratorHidden))}", options.GeneratorHidden, options.GeneratorHidden, int.MaxValue);
            RequireElements($"{Name(nameof(options.DiscriminatorHidden))} × {Name(nameof(options.DiscriminatorHidden))}{Times(model.Pieces)}", options.DiscriminatorHidden, (long)options.DiscriminatorHidden * model.Pieces, int.MaxValue);
        }

        if (NetworkOptions.Of(options, origins) is { } networks)
        {
            RequireLayers(Name(nameof(options.GeneratorLayers)), Name(nameof(options.BatchSize)), options.NoiseSize, networks.Generator, options.BatchSize);
            RequireLayers(Name(nameof(options.DiscriminatorLayers)), Name(nameof(options.BatchSize)), 1, networks.Discriminator, options.BatchSize);
        }

        Require(Name(nameof(options.Packing)), options.Packing, options.Packing == 0 || options.BatchSize % options.Packing == 0, $"0 or a divisor of {Name(nameof(options.BatchSize))}, {options.BatchSize},");
        return options;

        string Name(string property) => origins.NameOf(property);
    }

    private static string Times(int pieces) => pieces == 1 ? "" : $" × {pieces} pieces";

    private static void Require(string name, long found, bool isGood, string expected)
    {
        if (!isGood)
        {
            throw new InputException($"{name}: found {found}, {expected} is expected.", ExitCodes.Usage);
        }
    }

    private static void RequireLayers(string name, string batchSizeName, int inputs, MlpDesign network, int batchSize)
    {
        foreach (LayerDesign layer in network.Layers)
        {
            RequireElements($"{name}: inputs × units of a layer", inputs, layer.Width, int.MaxValue);
            RequireElements($"{name}: {batchSizeName} × units of a layer", batchSize, layer.Width, int.MaxValue);
            inputs = layer.Width;
        }
    }

    // A tensor's elements, and a ring's, are counted in 32 bits.
    private static void RequireElements(string name, long rows, long columns, int most) =>
        Require(name, rows * columns, rows * columns <= most, $"at most {most}");
}
