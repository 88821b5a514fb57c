using System.Collections;

namespace NativeGan.Training.Evaluation;

/// <summary>What a classifier reads in a set of images: for each one the probabilities of the classes, and the features they come from.</summary>
internal sealed class ImageReadings : IReadOnlyList<Reading>
{
    private readonly Reading[] _readings;

    /// <summary>Takes over what was read.</summary>
    /// <param name="probabilities">[images, classes], each row a softmax.</param>
    /// <param name="features">[images, features].</param>
    /// <param name="count">Number of images.</param>
    public ImageReadings(float[] probabilities, float[] features, int count)
    {
        (Probabilities, Features, Classes, FeatureCount) = (probabilities, features, probabilities.Length / count, features.Length / count);
        _readings = new Reading[count];
        for (int image = 0; image < count; image++)
        {
            ReadOnlySpan<float> row = probabilities.AsSpan(image * Classes, Classes);
            int best = 0;
            for (int candidate = 1; candidate < row.Length; candidate++)
            {
                best = row[candidate] > row[best] ? candidate : best;
            }

            _readings[image] = new Reading(best, row[best]);
        }
    }

    /// <summary>Probability of each class, [images, <see cref="Classes"/>].</summary>
    public float[] Probabilities { get; }

    /// <summary>The features, [images, <see cref="FeatureCount"/>].</summary>
    public float[] Features { get; }

    /// <summary>Classes that are told apart.</summary>
    public int Classes { get; }

    /// <summary>Numbers in a row of <see cref="Features"/>.</summary>
    public int FeatureCount { get; }

    /// <summary>Number of images.</summary>
    public int Count => _readings.Length;

    /// <summary>The class that is read in an image, and how sure.</summary>
    public Reading this[int index] => _readings[index];

    /// <inheritdoc/>
    public IEnumerator<Reading> GetEnumerator() => ((IEnumerable<Reading>)_readings).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _readings.GetEnumerator();
}
