using System.Globalization;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Training.Output;

namespace NativeGan.Training;

/// <summary>The state of a run after a step: weights, optimiser state, random counters, configuration; a safetensors file.</summary>
/// <remarks>
/// Names: <c>generator.0.weight</c>; <c>optimizer.generator.0.weight.first</c> and <c>.second</c>; <c>optimizer.generator.clock</c>
/// (step, learning rate, β₁ᵗ, β₂ᵗ as F64); <c>random.noise</c>, <c>random.batches</c> and, where the model has chance of its own, <c>random.model</c> (draws made, I64). Weights are F32, from
/// the <c>reference</c> backend F64. Resuming from it is bit-exact on the same backend.
/// </remarks>
public sealed class Checkpoint
{
    private const string Format = "nativegan-checkpoint-1";

    private readonly Dictionary<string, (int[] Shape, double[] Values)> _numbers = [];

    private Checkpoint(TrainingOptions options, long step, double elapsedSeconds, bool isDouble)
    {
        Options = options;
        Step = step;
        ElapsedSeconds = elapsedSeconds;
        IsDouble = isDouble;
    }

    /// <summary>The run's effective configuration.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Steps done.</summary>
    public long Step { get; }

    /// <summary>Training time so far, over all resumed parts.</summary>
    public double ElapsedSeconds { get; }

    /// <summary>Batches of noise drawn so far.</summary>
    public ulong NoiseDraws { get; private init; }

    /// <summary>Draws made so far by the model's own chance (dropout, gradient penalty), in its order.</summary>
    public IReadOnlyList<ulong> OtherDraws { get; private init; } = [];

    /// <summary>Numbers are F64: the run is one of the <c>reference</c> backend.</summary>
    public bool IsDouble { get; }

    /// <summary>Where it was read from or written to, if it was.</summary>
    public string? Path { get; private set; }

    /// <summary>The first weight that is NaN or infinite, if there is one.</summary>
    public string? NonFiniteTensor => _numbers.FirstOrDefault(entry => !entry.Value.Values.All(double.IsFinite)).Key;

    /// <summary>Collects the state of a run; waits for the device.</summary>
    public static Checkpoint Of(
        TrainingOptions options, long step, double elapsedSeconds, GanModel model, IParameterUpdater generatorOptimizer, IParameterUpdater discriminatorOptimizer, ulong noiseDraws,
        IReadOnlyList<ulong> otherDraws)
    {
        bool isDouble = model.Generator.Parameters[0].Backend.FloatType == ElementType.Float64;
        Checkpoint checkpoint = new(options, step, elapsedSeconds, isDouble) { NoiseDraws = noiseDraws, OtherDraws = otherDraws };
        foreach ((string name, Variable variable) in model.NamedVariables)
        {
            checkpoint.Add(name, variable.Shape, variable.ToDoubleArray());
        }

        checkpoint.Add("generator", generatorOptimizer);
        checkpoint.Add("discriminator", discriminatorOptimizer);
        return checkpoint;
    }

    /// <summary>Writes the file; it appears only when it is complete and on the disk.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Save(string path)
    {
        SafetensorsWriter writer = new();
        writer.Metadata["format"] = Format;
        writer.Metadata["step"] = Step.ToString(CultureInfo.InvariantCulture);
        writer.Metadata["elapsed_seconds"] = ElapsedSeconds.ToString("R", CultureInfo.InvariantCulture);
        writer.Metadata["configuration"] = TrainingOptionsFile.ToJson(Options, indented: false);
        foreach ((string name, (int[] shape, double[] values)) in _numbers)
        {
            if (IsDouble || name.EndsWith(".clock", StringComparison.Ordinal))
            {
                writer.Add(name, shape, values);
            }
            else
            {
                writer.Add(name, shape, Array.ConvertAll(values, value => (float)value));
            }
        }

        writer.Add("random.noise", [1], [(long)NoiseDraws]);
        if (OtherDraws.Count > 0)
        {
            writer.Add("random.model", [OtherDraws.Count], OtherDraws.Select(draws => (long)draws).ToArray());
        }

        writer.Add("random.batches", [1], [Step * Options.DiscriminatorSteps]);
        writer.Save(path);
        Path = path;
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="InputException">It is missing, damaged, or no checkpoint of this program.</exception>
    public static Checkpoint Load(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("format") != Format)
        {
            throw new InputException(
                $"Checkpoint '{path}': format is '{file.Metadata.GetValueOrDefault("format") ?? "missing"}', '{Format}' is expected. Give a file that this program wrote.",
                ExitCodes.DataMissing);
        }

        if (!long.TryParse(file.Metadata.GetValueOrDefault("step"), NumberStyles.None, CultureInfo.InvariantCulture, out long step)
            || !double.TryParse(file.Metadata.GetValueOrDefault("elapsed_seconds"), CultureInfo.InvariantCulture, out double elapsedSeconds)
            || !file.Metadata.TryGetValue("configuration", out string? configuration))
        {
            throw new InputException($"Checkpoint '{path}': step, elapsed_seconds or configuration is missing from its metadata, or no number.", ExitCodes.DataMissing);
        }

        bool isDouble = file.Entries.Any(entry => entry.Key.EndsWith(".weight", StringComparison.Ordinal) && entry.Value.Type == SafetensorsType.F64);
        Checkpoint checkpoint = new(TrainingOptionsFile.FromJson(configuration, $"Checkpoint '{path}'"), step, elapsedSeconds, isDouble)
        {
            NoiseDraws = (ulong)Single(file, "random.noise"),
            OtherDraws = file.Entries.ContainsKey("random.model") ? [.. file.ReadInt64("random.model").Select(draws => (ulong)draws)] : [],
            Path = path,
        };
        if (Single(file, "random.batches") is var batches && batches != step * checkpoint.Options.DiscriminatorSteps)
        {
            throw new InputException(
                $"Checkpoint '{path}': {batches} batches were drawn in {step} steps of {checkpoint.Options.DiscriminatorSteps}; step and counter do not belong together.",
                ExitCodes.DataMissing);
        }

        foreach ((string name, SafetensorsEntry entry) in file.Entries)
        {
            if (entry.Type is SafetensorsType.F32 or SafetensorsType.F64)
            {
                double[] values = entry.Type == SafetensorsType.F64
                    ? file.ReadDoubles(name)
                    : Array.ConvertAll(file.ReadFloats(name), value => (double)value);
                checkpoint._numbers.Add(name, ([.. entry.Shape], values));
            }
        }

        return checkpoint;
    }

    /// <summary>Sets the networks' weights.</summary>
    /// <exception cref="InputException">A tensor is missing or has another shape: the checkpoint is of another model.</exception>
    public void RestoreModel(GanModel model)
    {
        foreach ((string name, Variable variable) in model.NamedVariables)
        {
            variable.Assign(Find(name, variable.Shape));
        }
    }

    /// <summary>Sets an optimiser's state.</summary>
    /// <param name="network"><c>generator</c> or <c>discriminator</c>.</param>
    /// <param name="optimizer">The optimiser.</param>
    /// <exception cref="InputException">A tensor is missing or has another shape.</exception>
    public void RestoreOptimizer(string network, IParameterUpdater optimizer)
    {
        for (int index = 0; index < optimizer.Parameters.Count; index++)
        {
            Parameter parameter = optimizer.Parameters[index];
            string name = $"optimizer.{network}.{parameter.Name}";
            optimizer.WriteState(index, Find($"{name}.first", parameter.Shape), Find($"{name}.second", parameter.Shape));
        }

        double[] clock = Find($"optimizer.{network}.clock", new Shape(UpdateClock.Length));
        optimizer.Clock = new UpdateClock(clock[0], clock[1], clock[2], clock[3]);
    }

    /// <summary>Sets the model's own random sources.</summary>
    /// <exception cref="InputException">There are more or fewer of them than the checkpoint has.</exception>
    public void RestoreRandomSources(IReadOnlyList<RandomSource> sources)
    {
        if (sources.Count != OtherDraws.Count)
        {
            throw new InputException(
                $"Checkpoint '{Path}': 'random.model' has {OtherDraws.Count} counts, this model expects {sources.Count}. It is a checkpoint of another model.", ExitCodes.DataMissing);
        }

        for (int index = 0; index < sources.Count; index++)
        {
            sources[index].DrawCount = OtherDraws[index];
        }
    }

    private static long Single(SafetensorsFile file, string name) => file.ReadInt64(name) is [var value]
        ? value
        : throw new InputException($"Checkpoint '{file.Path}': '{name}' is {file.Entry(name).ShapeText}, [1] is expected.", ExitCodes.DataMissing);

    private void Add(string network, IParameterUpdater optimizer)
    {
        for (int index = 0; index < optimizer.Parameters.Count; index++)
        {
            Parameter parameter = optimizer.Parameters[index];
            (double[] first, double[] second) = optimizer.ReadState(index);
            Add($"optimizer.{network}.{parameter.Name}.first", parameter.Shape, first);
            Add($"optimizer.{network}.{parameter.Name}.second", parameter.Shape, second);
        }

        UpdateClock clock = optimizer.Clock;
        Add($"optimizer.{network}.clock", new Shape(UpdateClock.Length), [clock.Step, clock.LearningRate, clock.FirstPower, clock.SecondPower]);
    }

    private void Add(string name, Shape shape, double[] values) => _numbers.Add(name, (shape.Extents.ToArray(), values));

    private double[] Find(string name, Shape shape)
    {
        if (!_numbers.TryGetValue(name, out (int[] Shape, double[] Values) found))
        {
            throw new InputException($"Checkpoint '{Path}': '{name}' is missing; this model expects it as {shape}. It is a checkpoint of another model.", ExitCodes.DataMissing);
        }

        return shape.Extents.SequenceEqual(found.Shape)
            ? found.Values
            : throw new InputException($"Checkpoint '{Path}': '{name}' is {new Shape(found.Shape)}, this model expects {shape}. It is a checkpoint of another model.", ExitCodes.DataMissing);
    }
}
