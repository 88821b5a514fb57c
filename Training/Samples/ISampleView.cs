using NativeGan.Training.Errors;

namespace NativeGan.Training.Samples;

/// <summary>How samples are shown to people, and what is measured of them.</summary>
public interface ISampleView
{
    /// <summary>Samples that are measured throughout a run, always of the same noise; a picture may show the first of them only.</summary>
    int Count { get; }

    /// <summary>What <see cref="Measure"/> gives: columns of <c>figures.csv</c>.</summary>
    IReadOnlyList<string> Figures { get; }

    /// <summary>The figures of some samples.</summary>
    /// <param name="samples">Sample after sample, in the model's numbers.</param>
    double[] Measure(ReadOnlySpan<float> samples);

    /// <summary>Writes a picture.</summary>
    /// <param name="pathWithoutExtension">Where; the view adds <c>.png</c> or <c>.svg</c>.</param>
    /// <param name="step">Steps done when the samples were made; plots name it.</param>
    /// <param name="samples">Sample after sample, in the model's numbers.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    void Save(string pathWithoutExtension, long step, ReadOnlySpan<float> samples);
}
