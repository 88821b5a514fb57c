using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Models.Gans;
using NativeGan.Training.Errors;
using NativeGan.Training.Options;

namespace NativeGan.Training.Loop;

/// <summary>The state of a run after a step, in memory: weights, optimiser state, random counters, configuration.</summary>
/// <remarks>
/// Names: <c>generator.0.weight</c>; <c>optimizer.generator.0.weight.first</c> and <c>.second</c>; <c>optimizer.generator.clock</c>
/// (step, learning rate, β₁ᵗ, β₂ᵗ). A session that takes a state goes on from it to the same bits on the same backend.
/// </remarks>
public sealed class TrainingState
{
    private readonly Dictionary<string, StateNumbers> _numbers = [];

    /// <summary>The run's effective configuration.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Training time so far, over all resumed parts.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The run computes in double precision: it is one of the <c>reference</c> backend.</summary>
    public required bool IsDouble { get; init; }

    /// <summary>Batches of noise drawn so far.</summary>
    public required ulong NoiseDraws { get; init; }

    /// <summary>Draws made so far by the model's own chance (dropout, gradient penalty), in its order.</summary>
    public IReadOnlyList<ulong> OtherDraws { get; init; } = [];

    /// <summary>Weights and optimiser state, by name.</summary>
    public IReadOnlyDictionary<string, StateNumbers> Numbers => _numbers;

    /// <summary>The checkpoint that holds it; null where none does yet.</summary>
    public string? Path { get; set; }

    /// <summary>Whether the file that it was read from was compared with a hash; true where it was read from none.</summary>
    public bool IsVerified { get; init; } = true;

    /// <summary>The first weight that is NaN or infinite, if there is one.</summary>
    public string? NonFiniteTensor => _numbers.FirstOrDefault(entry => !entry.Value.Values.All(double.IsFinite)).Key;

    /// <summary>Collects the state of a run; waits for the device.</summary>
    internal static TrainingState Of(
        TrainingOptions options, long step, double elapsedSeconds, GanModel model, IParameterUpdater generatorOptimizer, IParameterUpdater discriminatorOptimizer, ulong noiseDraws,
        IReadOnlyList<ulong> otherDraws)
    {
        TrainingState state = new()
        {
            Options = options,
            Step = step,
            ElapsedSeconds = elapsedSeconds,
            IsDouble = model.Generator.Parameters[0].Backend.FloatType == ElementType.Float64,
            NoiseDraws = noiseDraws,
            OtherDraws = otherDraws,
        };
        foreach ((string name, Variable variable) in model.NamedVariables)
        {
            state.Add(name, variable.Shape, variable.ToDoubleArray());
        }

        state.Add("generator", generatorOptimizer);
        state.Add("discriminator", discriminatorOptimizer);
        return state;
    }

    /// <summary>Adds weights or optimiser state under a name.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(string name, StateNumbers numbers) => _numbers.Add(name, numbers);

    /// <summary>Sets the networks' weights.</summary>
    /// <exception cref="InputException">A tensor is missing or has another shape: the state is of another model.</exception>
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
    /// <exception cref="InputException">There are more or fewer of them than the state has.</exception>
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

    private void Add(string name, Shape shape, double[] values) => Add(name, new StateNumbers([.. shape.Extents], values));

    private double[] Find(string name, Shape shape)
    {
        if (!_numbers.TryGetValue(name, out StateNumbers? found))
        {
            throw new InputException($"Checkpoint '{Path}': '{name}' is missing; this model expects it as {shape}. It is a checkpoint of another model.", ExitCodes.DataMissing);
        }

        return shape.Extents.SequenceEqual(found.Extents)
            ? found.Values
            : throw new InputException($"Checkpoint '{Path}': '{name}' is {new Shape(found.Extents)}, this model expects {shape}. It is a checkpoint of another model.", ExitCodes.DataMissing);
    }
}
