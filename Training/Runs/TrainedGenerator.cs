using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Models;
using NativeGan.Models.Gans;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Samples;

namespace NativeGan.Training.Runs;

/// <summary>A generator that was trained: samples and reconstructions, images as shades from 0 black to 1 white.</summary>
internal sealed class TrainedGenerator : IDisposable
{
    /// <summary>Pixels of an image.</summary>
    public const int ImageSize = MnistImages.Pixels;

    private const int BatchSize = 128;
    private const uint Stream = 0x5A3B;

    private readonly GanModel _model;
    private readonly IBackend _backend;

    /// <summary>Takes over a model.</summary>
    /// <param name="model">The networks, with their trained weights.</param>
    /// <param name="options">The run they are of.</param>
    /// <param name="backend">Where they live; not owned.</param>
    public TrainedGenerator(GanModel model, TrainingOptions options, IBackend backend)
    {
        _model = model;
        _backend = backend;
        Options = options;
        PointView = TrainingDataCatalog.FindDistribution(options.Dataset) is { } distribution ? SampleViewCatalog.For(distribution, model.Scaling) : null;
    }

    /// <summary>Some samples of a larger number.</summary>
    /// <param name="first">Number of the first one, from 0.</param>
    /// <param name="samples">Their numbers, <see cref="SampleSize"/> each; good until the call returns.</param>
    public delegate void SamplesMade(int first, ReadOnlySpan<float> samples);

    /// <summary>The run's configuration.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Numbers in a sample.</summary>
    public int SampleSize => _model.SampleSize;

    /// <summary>How samples are shown that are no images; null for images.</summary>
    public ISampleView? PointView { get; }

    /// <summary>Classes that the model sees; 0 for none.</summary>
    public int Classes => _model.Classes;

    /// <summary>Whether the model has an encoder.</summary>
    public bool CanReconstruct => _model.CanReconstruct;

    /// <summary>Puts the generator of a checkpoint on a device.</summary>
    /// <exception cref="InputException">The checkpoint's configuration and tensors do not belong together.</exception>
    public static TrainedGenerator Restore(TrainingState state, IBackend backend)
    {
        TrainingOptions options = TrainingOptionsCheck.Validate(state.Options);
        TrainedGenerator generator = new(ModelFactory.Create(options, TrainingDataCatalog.FindDistribution(options.Dataset)?.SampleSize ?? ImageSize, backend), options, backend);
        try
        {
            state.RestoreModel(generator._model);
            return generator;
        }
        catch (InputException)
        {
            generator.Dispose();
            throw;
        }
    }

    /// <summary>The class asked of a sample where none was chosen: each in turn.</summary>
    public int ClassOf(int sample) => sample % Classes;

    /// <summary>Makes samples, batch by batch.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Seed of their noise.</param>
    /// <param name="digit">The class of all of them, for models that see classes; null for each in turn.</param>
    /// <param name="take">Given them, in order.</param>
    public void Sample(int count, ulong seed, int? digit, SamplesMade take)
    {
        using NoiseSource noise = new(_backend, seed, Stream, Options.Noise, new Shape(BatchSize, Options.NoiseSize));
        for (int first = 0; first < count; first += BatchSize)
        {
            using TensorScope scope = new();
            Tensor? labels = Classes == 0
                ? null
                : TrainingSession.OneHotLabels(_backend, [.. Enumerable.Range(first, BatchSize).Select(sample => digit ?? ClassOf(sample))], Classes);
            float[] samples = Shown(_model.Sample(noise.Next(), labels).ToArray());
            take(first, samples.AsSpan(0, Math.Min(BatchSize, count - first) * SampleSize));
        }
    }

    /// <summary>G(E(x)) of images.</summary>
    /// <param name="pixels">Whole images, 0 black to 255 white.</param>
    /// <returns>Shades, as many as pixels.</returns>
    /// <exception cref="NotSupportedException">The model has no encoder; see <see cref="CanReconstruct"/>.</exception>
    public float[] Reconstruct(ReadOnlySpan<byte> pixels)
    {
        float[] reconstructed = new float[pixels.Length];
        for (int start = 0; start < pixels.Length; start += BatchSize * ImageSize)
        {
            ReadOnlySpan<byte> batch = pixels.Slice(start, Math.Min(BatchSize * ImageSize, pixels.Length - start));
            float[] originals = new float[batch.Length];
            for (int pixel = 0; pixel < originals.Length; pixel++)
            {
                originals[pixel] = _model.Scaling.Invoke((float)batch[pixel]);
            }

            using TensorScope scope = new();
            Tensor samples = Tensor.FromArray(_backend, originals, new Shape(originals.Length / ImageSize, ImageSize));
            Shown(_model.Reconstruct(samples).ToArray()).CopyTo(reconstructed.AsSpan(start));
        }

        return reconstructed;
    }

    /// <summary>Returns the networks' buffers.</summary>
    public void Dispose() => _model.Dispose();

    private float[] Shown(float[] samples) => PointView is null ? ImageView.ToShades(samples, _model.Scaling) : samples;
}
