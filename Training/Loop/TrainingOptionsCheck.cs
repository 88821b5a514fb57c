using System.Globalization;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Losses;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;

namespace NativeGan.Training.Loop;

/// <summary>What a run's configuration must be like, whether it came from the command line, a file or a checkpoint.</summary>
internal static class TrainingOptionsCheck
{
    /// <summary>Refuses values that a configuration file may hold and no run can have.</summary>
    /// <exception cref="InputException">A value is out of its range or names nothing.</exception>
    public static TrainingOptions Validate(TrainingOptions options)
    {
        Require("steps", options.Steps, options.Steps >= 1, "1 or more");
        Require("trainingImages", options.TrainingImages, options.TrainingImages >= 0, "0 or more");
        Require("batchSize", options.BatchSize, options.BatchSize is >= 1 and <= 1 << 20, "1 to 1048576");
        Require("noiseSize", options.NoiseSize, options.NoiseSize is >= 1 and <= 1 << 16, "1 to 65536");
        Require("generatorHidden", options.GeneratorHidden, options.GeneratorHidden is >= 1 and <= 1 << 16, "1 to 65536");
        Require("discriminatorHidden", options.DiscriminatorHidden, options.DiscriminatorHidden is >= 1 and <= 1 << 16, "1 to 65536");
        Require("discriminatorSteps (--k)", options.DiscriminatorSteps, options.DiscriminatorSteps is >= 1 and <= 1000, "1 to 1000");
        Require("shuffleBuffer", options.ShuffleBuffer, options.ShuffleBuffer >= 1, "1 or more");
        Require("logEvery", options.LogEvery, options.LogEvery >= 0, "0 or more");
        Require("sampleEvery", options.SampleEvery, options.SampleEvery >= 0, "0 or more");
        Require("checkpointEvery", options.CheckpointEvery, options.CheckpointEvery >= 0, "0 or more");
        RequireElements("discriminatorSteps × batchSize", options.DiscriminatorSteps, options.BatchSize, 1 << 24);
        RequireElements("noiseSize × generatorHidden", options.NoiseSize, options.GeneratorHidden, int.MaxValue);
        RequireElements("batchSize × noiseSize", options.BatchSize, options.NoiseSize, int.MaxValue);
        RequireElements("batchSize × generatorHidden", options.BatchSize, options.GeneratorHidden, int.MaxValue);
        RequireElements("batchSize × discriminatorHidden", options.BatchSize, options.DiscriminatorHidden, int.MaxValue);
        Require("packing", options.Packing, options.Packing >= 0 && (options.Packing == 0 || options.BatchSize % options.Packing == 0), $"0 or a divisor of the batch size, {options.BatchSize},");
        if (options.Model == "maxout")
        {
            RequireElements("generatorHidden × generatorHidden", options.GeneratorHidden, options.GeneratorHidden, int.MaxValue);
            RequireElements("discriminatorHidden × discriminatorHidden × 5 pieces", options.DiscriminatorHidden, (long)options.DiscriminatorHidden * MaxoutGan.Pieces, int.MaxValue);
            RequireElements("batchSize × discriminatorHidden × 5 pieces", options.BatchSize, (long)options.DiscriminatorHidden * MaxoutGan.Pieces, int.MaxValue);
        }

        Require("dropoutKeep", options.DropoutKeep, options.DropoutKeep is > 0 and <= 1, "a number above 0, up to 1");
        Require("inputDropoutKeep", options.InputDropoutKeep, options.InputDropoutKeep is > 0 and <= 1, "a number above 0, up to 1");
        Require("weightClip", options.WeightClip, options.WeightClip >= 0 && double.IsFinite(options.WeightClip), "a number of 0 or more");
        Require("gradientPenalty", options.GradientPenalty, options.GradientPenalty >= 0 && double.IsFinite(options.GradientPenalty), "a number of 0 or more");
        RequireName("model", options.Model, ModelCatalog.All.Keys);
        RequireName("initializer", options.Initializer, InitializerCatalog.All.Keys);
        RequireName("loss", options.Loss, LossCatalog.All.Keys);
        RequireName("noise", options.Noise, NoiseSource.Names);
        RequireName("order", options.Order, UpdateOrders.Names);
        RequireName("sampler", options.Sampler, BatchSources.Names);
        if (NetworkOptions.Of(options) is { } networks)
        {
            RequireLayers("generatorLayers", options.NoiseSize, networks.Generator, options.BatchSize);
            RequireLayers("discriminatorLayers", 1, networks.Discriminator, options.BatchSize);
        }

        foreach (OptimizerOptions optimizer in new[] { options.DiscriminatorOptimizer, options.GeneratorOptimizer })
        {
            RequireName("optimizer", optimizer.Kind, OptimizerOptions.Kinds);
            Require("learningRate", optimizer.LearningRate, optimizer.LearningRate >= 0 && double.IsFinite(optimizer.LearningRate), "a number of 0 or more");
            Require("beta1", optimizer.Beta1, optimizer.Beta1 is >= 0 and < 1, "0 up to, not including, 1");
            Require("beta2", optimizer.Beta2, optimizer.Beta2 is >= 0 and < 1, "0 up to, not including, 1");
            Require("epsilon", optimizer.Epsilon, optimizer.Epsilon is > 0 and <= 1, "a number above 0, up to 1");
            Require("momentum", optimizer.Momentum, optimizer.Momentum is >= 0 and <= 1, "0 to 1");
            Require("finalMomentum", optimizer.FinalMomentum, optimizer.FinalMomentum is >= 0 and <= 1, "0 to 1");
            Require("momentumRamp", optimizer.MomentumRamp, optimizer.MomentumRamp >= 0, "0 or more");
            Require("learningRateDecay", optimizer.LearningRateDecay, optimizer.LearningRateDecay >= 1 && double.IsFinite(optimizer.LearningRateDecay), "a number of 1 or more");
            Require("minimumLearningRate", optimizer.MinimumLearningRate, optimizer.MinimumLearningRate >= 0 && double.IsFinite(optimizer.MinimumLearningRate), "a number of 0 or more");
            Require("decay", optimizer.Decay, optimizer.Decay is >= 0 and <= 1, "0 to 1");
        }

        return options;
    }

    private static void Require<T>(string name, T found, bool isGood, string expected)
    {
        if (!isGood)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{name}: found {found}, {expected} is expected."), ExitCodes.Usage);
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

    /// <summary>Refuses a name that is not among those that exist.</summary>
    /// <exception cref="InputException">It is none of them; the message names the nearest.</exception>
    internal static void RequireName(string name, string found, IEnumerable<string> names)
    {
        if (!names.Contains(found))
        {
            throw new InputException($"{name}: there is no '{found}'{Nearest.Hint(found, names)} There are {string.Join(", ", names)}.", ExitCodes.Usage);
        }
    }
}
