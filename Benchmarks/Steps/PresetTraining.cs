using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Presets;

namespace NativeGan.Benchmarks.Steps;

/// <summary>A preset's training on the built-in digits: the convolutional GANs, which <see cref="StepModel"/> does not describe.</summary>
internal sealed class PresetTraining : IStepTraining
{
    private static readonly ImageDataset _digits = BuiltInDigits.LoadTrain();

    private readonly IBackend _backend;
    private readonly TrainingSession _session;

    /// <summary>Puts a preset on a backend that is disposed of with it.</summary>
    public PresetTraining(string preset, IBackend backend)
    {
        _backend = backend;
        _session = new TrainingSession(PresetCatalog.Find(preset).Options with { Sampler = "replacement" }, backend, _digits);
    }

    /// <summary>Presets of convolutional GANs.</summary>
    public static IReadOnlyList<string> Names { get; } = ["s3a", "s3b"];

    /// <inheritdoc/>
    public GanStep Step => _session.Step;

    /// <inheritdoc/>
    public void RunEagerly(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            using TensorScope scope = new();
            _session.Batches.Prepare();
            _session.Step.Run();
        }

        _backend.Synchronize();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _backend.Dispose();
    }
}
