using NativeGan.Training.Runs;

namespace NativeGan.Training.Evaluation;

/// <summary>What a metric may look at; whatever several of them need is computed once, when it is first asked for.</summary>
/// <param name="generator">What is measured.</param>
/// <param name="reader">Reads its samples.</param>
/// <param name="images">Real images to hold beside them.</param>
/// <param name="count">Samples to make, and originals to reconstruct where there are as many.</param>
/// <param name="seed">Seed of the samples' noise.</param>
internal sealed class EvaluationContext(TrainedGenerator generator, IImageReader reader, EvaluationImages images, int count, ulong seed)
{
    private float[]? _samples;
    private IReadOnlyList<Reading>? _sampleReadings;
    private IReadOnlyList<Reading>? _testReadings;

    /// <summary>What is measured.</summary>
    public TrainedGenerator Generator => generator;

    /// <summary>Reads images.</summary>
    public IImageReader Reader => reader;

    /// <summary>Real images.</summary>
    public EvaluationImages Images => images;

    /// <summary>Number of samples.</summary>
    public int Count => count;

    /// <summary>The samples as shades; where the model sees classes, sample i is asked to be of class <see cref="TrainedGenerator.ClassOf"/> i.</summary>
    public float[] Samples => _samples ??= MakeSamples();

    /// <summary>What is read in the samples.</summary>
    public IReadOnlyList<Reading> SampleReadings => _sampleReadings ??= reader.Read(Samples);

    /// <summary>What is read in all the test images.</summary>
    public IReadOnlyList<Reading> TestReadings => _testReadings ??= reader.Read(images.TestShades);

    private float[] MakeSamples()
    {
        float[] samples = new float[count * TrainedGenerator.ImageSize];
        generator.Sample(count, seed, digit: null, (first, shades) => shades.CopyTo(samples.AsSpan(first * TrainedGenerator.ImageSize)));
        return samples;
    }
}
