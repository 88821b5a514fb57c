using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Data;

/// <summary>What a run trains on: images of a set, or points drawn from a formula.</summary>
public interface ITrainingData
{
    /// <summary>What to call it in messages and reports: "MNIST".</summary>
    string Name { get; }

    /// <summary>Where it came from, for people.</summary>
    string Source { get; }

    /// <summary>SHA-256 of what it was read from, in lower-case hexadecimal; null where it is drawn anew.</summary>
    string? Sha256 { get; }

    /// <summary>Number of samples; 0 where they are drawn anew, without end.</summary>
    int Count { get; }

    /// <summary>Numbers in a sample.</summary>
    int SampleSize { get; }

    /// <summary>Whether every sample has a class.</summary>
    bool HasLabels { get; }

    /// <summary>Whether it is the few images inside the program, instead of the published set.</summary>
    bool IsBuiltIn { get; }

    /// <summary>What samples of this kind are called: "images".</summary>
    string Unit { get; }

    /// <summary>What each step records of its batches beside losses and scores; empty for images.</summary>
    IReadOnlyList<BatchStatistic> Statistics { get; }

    /// <summary>The mean of each number of a sample, as models start from it: images from 0 black to 1 white.</summary>
    /// <returns>[<see cref="SampleSize"/>].</returns>
    double[] SampleMean();

    /// <summary>The first samples only; what is left out can judge the result.</summary>
    /// <param name="samples">How many; 0 for all.</param>
    /// <exception cref="InputException">There are fewer, or they are drawn anew.</exception>
    ITrainingData First(int samples);

    /// <summary>Puts the data on a device, in a run's order.</summary>
    /// <param name="options">Batch size, sampler, seed, and what the model sees.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="InputException">The model sees classes, and the labels are others.</exception>
    IBatchSource CreateBatches(BatchOptions options, IBackend backend);
}

/// <summary>A number that each step records of its batches, on the device.</summary>
/// <param name="Name">Its column in <c>metrics.csv</c>.</param>
/// <param name="Of">The number, a scalar, from the real and the generated batch of the discriminator's phase.</param>
public sealed record BatchStatistic(string Name, Func<Tensor, Tensor, Tensor> Of);
