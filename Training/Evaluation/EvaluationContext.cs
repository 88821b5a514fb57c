using NativeGan.Training.Runs;

namespace NativeGan.Training.Evaluation;

/// <summary>What a metric may look at; whatever several of them need is computed once, when it is first asked for.</summary>
/// <param name="generator">What is measured.</param>
/// <param name="real">Real images to hold beside its samples.</param>
/// <param name="count">Samples to make, and originals to reconstruct where there are as many.</param>
/// <param name="seed">Seed of the samples' noise.</param>
internal sealed class EvaluationContext(TrainedGenerator generator, RealImages real, int count, ulong seed)
{
    private ImageSet? _samples;

    /// <summary>What is measured.</summary>
    public TrainedGenerator Generator => generator;

    /// <summary>Real images, and what reads images.</summary>
    public RealImages Real => real;

    /// <summary>Number of samples.</summary>
    public int Count => count;

    /// <summary>The samples; where the model sees classes, sample i is asked to be of class <see cref="TrainedGenerator.ClassOf"/> i.</summary>
    public ImageSet Samples => _samples ??= MakeSamples();

    private ImageSet MakeSamples()
    {
        float[] samples = new float[count * TrainedGenerator.ImageSize];
        generator.Sample(count, seed, digit: null, (first, shades) => shades.CopyTo(samples.AsSpan(first * TrainedGenerator.ImageSize)));
        return new ImageSet(samples, real.Reader);
    }
}
