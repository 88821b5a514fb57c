using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Losses;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;

namespace NativeGan.Training.Commands;

/// <summary>One command-line option for every hyperparameter: a line here is all that a new one needs.</summary>
internal sealed class TrainingOptionSet
{
    private readonly List<Option> _options = [];
    private readonly List<Func<ParseResult, TrainingOptions, TrainingOptions>> _changes = [];

    /// <summary>All options of a training run.</summary>
    public TrainingOptionSet()
    {
        Add<ulong>("--seed", "Seed of everything random.", options => options.Seed, (options, value) => options with { Seed = value });
        AddCount("--steps", "Generator updates in all.", options => options.Steps, 1, (options, value) => options with { Steps = value });
        AddCount("--log-every", "Steps between two lines of metrics; 0 for the last only.", options => options.LogEvery, 0, (options, value) => options with { LogEvery = value });
        AddCount("--sample-every", "Steps between two sample grids; 0 for the last only.", options => options.SampleEvery, 0, (options, value) => options with { SampleEvery = value });
        AddCount("--checkpoint-every", "Steps between two checkpoints; 0 for the last only.", options => options.CheckpointEvery, 0, (options, value) => options with { CheckpointEvery = value });
        AddCount("--training-images", "Train on the first so many images, and leave the rest for evaluation; 0 for all.", options => options.TrainingImages, 0, (options, value) => options with { TrainingImages = (int)value });
        AddCount("--batch-size", "Samples in a batch.", options => options.BatchSize, 1, (options, value) => options with { BatchSize = (int)value });
        AddCount("--noise-size", "Numbers in a noise vector.", options => options.NoiseSize, 1, (options, value) => options with { NoiseSize = (int)value });
        AddCount("--generator-hidden", "Hidden units of the generator, in models without --generator-layers, or with layers of one width.", options => options.GeneratorHidden, 1, (options, value) => options with { GeneratorHidden = (int)value });
        AddCount("--discriminator-hidden", "Hidden units of the discriminator, in models without --discriminator-layers, or with layers of one width.", options => options.DiscriminatorHidden, 1, (options, value) => options with { DiscriminatorHidden = (int)value });
        Add<string>("--generator-layers", LayersHelp("generator", "512:leaky-relu=0.2:batch-norm,256,out:tanh"), options => LayersOf(options.GeneratorLayers), (options, value) => options with { GeneratorLayers = value });
        Add<string>("--discriminator-layers", LayersHelp("discriminator", "512:leaky-relu=0.2:dropout-keep=0.7,256"), options => LayersOf(options.DiscriminatorLayers), (options, value) => options with { DiscriminatorLayers = value });
        AddCount("--k", "Discriminator updates per generator update.", options => options.DiscriminatorSteps, 1, (options, value) => options with { DiscriminatorSteps = (int)value });
        AddCount("--packing", "Samples that the discriminator judges at once, in models that can; 0 for the whole batch.", options => options.Packing, 0, (options, value) => options with { Packing = (int)value });
        Add("--dropout-keep", "Probability with which dropout keeps a number, in models that have dropout.", options => options.DropoutKeep, 0, 1, (options, value) => options with { DropoutKeep = value });
        Add("--weight-clip", "Bound of D's weights after each of its updates; 0 for none.", options => options.WeightClip, 0, double.MaxValue, (options, value) => options with { WeightClip = value });
        Add("--gradient-penalty", "Factor of the gradient penalty in D's loss; 0 for none.", options => options.GradientPenalty, 0, double.MaxValue, (options, value) => options with { GradientPenalty = value });
        Add("--input-dropout-keep", "Probability with which dropout on D's input keeps a number, in models that have it.", options => options.InputDropoutKeep, 0, 1, (options, value) => options with { InputDropoutKeep = value });
        AddName("--model", "The networks. Another model than the preset's brings its own layers.", options => options.Model, ModelCatalog.All.Keys, (options, value) => options with { Model = value });
        AddName("--dataset", "Training data.", options => NameOf(options.Dataset), [.. Enum.GetValues<DatasetKind>().Select(NameOf)], (options, value) => options with { Dataset = Enum.GetValues<DatasetKind>().Single(kind => NameOf(kind) == value) });
        AddName("--init", "How weights and biases start.", options => options.Initializer, InitializerCatalog.All.Keys, (options, value) => options with { Initializer = value });
        AddName("--loss", "The two objectives.", options => options.Loss, LossCatalog.All.Keys, (options, value) => options with { Loss = value });
        AddName("--noise", "Distribution of the noise: uniform on [-1, 1), unit-uniform on [0, 1), uniform-sqrt3 on [-√3, √3), which has deviation 1, or normal with deviation 1.", options => options.Noise, NoiseSource.Names, (options, value) => options with { Noise = value });
        AddName("--order", "When the two networks are updated.", options => options.Order, UpdateOrders.Names, (options, value) => options with { Order = value });
        AddName("--sampler", "How images are drawn.", options => options.Sampler, BatchSources.Names, (options, value) => options with { Sampler = value });
        AddCount("--shuffle-buffer", "Images in the shuffle buffer, for that sampler.", options => options.ShuffleBuffer, 1, (options, value) => options with { ShuffleBuffer = (int)value });
        Add<bool>("--shared-noise", "Whether the generator's phase uses the discriminator phase's noise: true or false.", options => options.SharedNoise, (options, value) => options with { SharedNoise = value });
        AddOptimizer("optimizer", "Optimiser", optimizer => optimizer.Kind, OptimizerOptions.Kinds, (optimizer, value) => optimizer with { Kind = value });
        AddOptimizer("learning-rate", "Learning rate", optimizer => optimizer.LearningRate, 0, double.MaxValue, (optimizer, value) => optimizer with { LearningRate = value });
        AddOptimizer("beta1", "Adam's decay of the mean", optimizer => optimizer.Beta1, 0, 1, (optimizer, value) => optimizer with { Beta1 = value });
        AddOptimizer("beta2", "Adam's decay of the mean square", optimizer => optimizer.Beta2, 0, 1, (optimizer, value) => optimizer with { Beta2 = value });
        AddOptimizer("epsilon", "Epsilon of Adam and RMSProp", optimizer => optimizer.Epsilon, 0, 1, (optimizer, value) => optimizer with { Epsilon = value });
        AddOptimizer("momentum", "Momentum", optimizer => optimizer.Momentum, 0, 1, (optimizer, value) => optimizer with { Momentum = value });
        AddOptimizer("final-momentum", "Scheduled momentum after its ramp", optimizer => optimizer.FinalMomentum, 0, 1, (optimizer, value) => optimizer with { FinalMomentum = value });
        AddOptimizerCount("momentum-ramp", "Updates of scheduled momentum's ramp, 0 for none", optimizer => optimizer.MomentumRamp, (optimizer, value) => optimizer with { MomentumRamp = value });
        AddOptimizer("learning-rate-decay", "What scheduled momentum divides its learning rate by after each update, 1 or more", optimizer => optimizer.LearningRateDecay, 0, double.MaxValue, (optimizer, value) => optimizer with { LearningRateDecay = value });
        AddOptimizer("min-learning-rate", "Least learning rate of scheduled momentum", optimizer => optimizer.MinimumLearningRate, 0, double.MaxValue, (optimizer, value) => optimizer with { MinimumLearningRate = value });
        AddOptimizer("decay", "RMSProp's decay of the mean square", optimizer => optimizer.Decay, 0, 1, (optimizer, value) => optimizer with { Decay = value });
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in _options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The configuration with what was given on the command line.</summary>
    public TrainingOptions Apply(ParseResult parsed, TrainingOptions options)
    {
        TrainingOptions before = options;
        foreach (Func<ParseResult, TrainingOptions, TrainingOptions> change in _changes)
        {
            options = change(parsed, options);
        }

        return NetworkOptions.Settle(before, options);
    }

    private static string NameOf(DatasetKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static string LayersHelp(string network, string example) =>
        $"Layers of the {network}, in models {string.Join(", ", ModelCatalog.Designs.Keys)}: 512,256 are two hidden layers which keep the preset's activations; "
        + $"or with more than a width, {example}. After a width: {NetworkNotation.Words}.";

    private static string LayersOf(string layers) => layers.Length == 0 ? "the model's own" : layers;

    /// <summary>What holds without the option: one value, or one for each preset where they differ.</summary>
    private static string Default(Func<TrainingOptions, object> read)
    {
        List<(string Preset, string Value)> values = [.. PresetCatalog.All.Select(preset =>
            (preset.Name, string.Create(CultureInfo.InvariantCulture, $"{read(preset.Options)}").ToLowerInvariant()))];
        return values.All(entry => entry.Value == values[0].Value)
            ? values[0].Value
            : string.Join("; ", values.Select(entry => $"{entry.Preset}: {entry.Value}"));
    }

    private void AddCount(
        string name, string description, Func<TrainingOptions, object> read, long least, Func<TrainingOptions, long, TrainingOptions> apply) =>
        Add<long>(name, description, read, (options, value) => value >= least && value <= int.MaxValue
            ? apply(options, value)
            : throw new InputException($"{name}: found {value}, {least} to {int.MaxValue} is expected.", ExitCodes.Usage));

    private void Add(
        string name, string description, Func<TrainingOptions, object> read, double least, double most, Func<TrainingOptions, double, TrainingOptions> apply) =>
        Add<double>(name, description, read, (options, value) => value >= least && value <= most
            ? apply(options, value)
            : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{name}: found {value}, {least} to {most} is expected."), ExitCodes.Usage));

    private void AddName(
        string name, string description, Func<TrainingOptions, object> read, IEnumerable<string> names, Func<TrainingOptions, string, TrainingOptions> apply) =>
        Add<string>(name, $"{description} One of: {string.Join(", ", names)}.", read, (options, value) =>
        {
            TrainingOptionsCheck.RequireName(name, value, names);
            return apply(options, value);
        });

    private void AddOptimizer(
        string name, string description, Func<OptimizerOptions, object> read, IEnumerable<string> names, Func<OptimizerOptions, string, OptimizerOptions> apply) =>
        ForBothNetworks((prefix, whose, change) => AddName(
            $"--{prefix}{name}", $"{description} of {whose}.", Read(prefix, read), names,
            (options, value) => change(options, optimizer => apply(optimizer, value))));

    private void AddOptimizer(
        string name, string description, Func<OptimizerOptions, object> read, double least, double most, Func<OptimizerOptions, double, OptimizerOptions> apply) =>
        ForBothNetworks((prefix, whose, change) => Add<double>(
            $"--{prefix}{name}", $"{description}, of {whose}.", Read(prefix, read),
            (options, value) => value >= least && value <= most
                ? change(options, optimizer => apply(optimizer, value))
                : throw new InputException(
                    string.Create(CultureInfo.InvariantCulture, $"--{prefix}{name}: found {value}, {least} to {most} is expected."), ExitCodes.Usage)));

    private void AddOptimizerCount(
        string name, string description, Func<OptimizerOptions, object> read, Func<OptimizerOptions, long, OptimizerOptions> apply) =>
        ForBothNetworks((prefix, whose, change) => AddCount(
            $"--{prefix}{name}", $"{description}, of {whose}.", Read(prefix, read), 0,
            (options, value) => change(options, optimizer => apply(optimizer, value))));

    private static Func<TrainingOptions, object> Read(string prefix, Func<OptimizerOptions, object> read) =>
        options => read(prefix == "g-" ? options.GeneratorOptimizer : options.DiscriminatorOptimizer);

    private static void ForBothNetworks(
        Action<string, string, Func<TrainingOptions, Func<OptimizerOptions, OptimizerOptions>, TrainingOptions>> add)
    {
        add("", "both networks", (options, change) => options with
        {
            DiscriminatorOptimizer = change(options.DiscriminatorOptimizer),
            GeneratorOptimizer = change(options.GeneratorOptimizer),
        });
        add("d-", "the discriminator", (options, change) => options with { DiscriminatorOptimizer = change(options.DiscriminatorOptimizer) });
        add("g-", "the generator", (options, change) => options with { GeneratorOptimizer = change(options.GeneratorOptimizer) });
    }

    private void Add<T>(
        string name, string description, Func<TrainingOptions, object> read, Func<TrainingOptions, T, TrainingOptions> apply)
    {
        Option<T> option = new(name) { Description = $"{description} [default: {Default(read)}]" };
        _options.Add(option);
        _changes.Add((parsed, options) =>
            parsed.GetResult(option) is { Implicit: false } ? apply(options, parsed.GetValue(option)!) : options);
    }
}
