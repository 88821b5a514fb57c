using NativeGan.Training.Runs;

namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>Whether an encoder understood images: the share of test images whose reconstruction G(E(x)) keeps the class.</summary>
/// <remarks>Kept means that the classifier reads the reconstruction as the label of the original; of the first test images, in the order of their file.</remarks>
internal sealed class ReconstructionMetric : IMetric
{
    /// <inheritdoc/>
    public string Name => "reconstruction";

    /// <inheritdoc/>
    public string Meaning => "real test images whose reconstruction is read as the label of the original; real images: the originals themselves";

    /// <inheritdoc/>
    public string? WhyNot(EvaluationContext context) => context.Generator.CanReconstruct ? null : "the model has no encoder";

    /// <inheritdoc/>
    public IReadOnlyList<MetricFigure> Measure(EvaluationContext context)
    {
        int count = Math.Min(context.Count, context.Real.Images.Test.Count);
        float[] shades = context.Generator.Reconstruct(context.Real.Images.Test.Pixels.AsSpan(0, count * TrainedGenerator.ImageSize));
        return
        [
            new MetricFigure("keeps the class", FigureUnit.Share,
                context.Real.Images.ShareReadAsLabelled(context.Real.Reader.Read(shades)),
                context.Real.Images.ShareReadAsLabelled([.. context.Real.Test.Readings.Take(count)])),
            new MetricFigure("images", FigureUnit.Count, count, count),
        ];
    }
}
