using NativeGan.Models.Classifiers;

namespace NativeGan.Training.Evaluation.Metrics;

/// <summary>Whether a model that is asked for a class makes it: the share of samples that the classifier reads as the class asked.</summary>
/// <remarks>The same for real images is the classifier's own accuracy: no model can be expected to do better.</remarks>
internal sealed class AgreementMetric : IMetric
{
    /// <inheritdoc/>
    public string Name => "agreement";

    /// <inheritdoc/>
    public string Meaning => "samples that are read as the class asked for; real images: as their label";

    /// <inheritdoc/>
    public string? WhyNot(EvaluationContext context) => context.Generator.Classes switch
    {
        0 => "the model sees no classes",
        ImageClassifier.Classes => null,
        var classes => $"the model sees {classes} classes, the classifier {ImageClassifier.Classes}",
    };

    /// <inheritdoc/>
    public IReadOnlyList<MetricFigure> Measure(EvaluationContext context)
    {
        int[] asked = [.. Enumerable.Range(0, context.Count).Select(context.Generator.ClassOf)];
        int[] labels = [.. context.Real.Images.TestLabels.Select(static label => (int)label)];
        return
        [
            new MetricFigure("overall", FigureUnit.Share, Share(context.Samples.Readings, asked), Share(context.Real.Test.Readings, labels)),
            new MetricFigure("each class", FigureUnit.Share, ShareOfEach(context.Samples.Readings, asked), ShareOfEach(context.Real.Test.Readings, labels)),
        ];
    }

    private static double Share(ImageReadings readings, int[] expected) =>
        (double)readings.Where((reading, image) => reading.Class == expected[image]).Count() / readings.Count;

    private static double[] ShareOfEach(ImageReadings readings, int[] expected)
    {
        int[] all = new int[ImageClassifier.Classes], right = new int[ImageClassifier.Classes];
        for (int image = 0; image < readings.Count; image++)
        {
            all[expected[image]]++;
            right[expected[image]] += readings[image].Class == expected[image] ? 1 : 0;
        }

        return [.. right.Select((count, index) => (double)count / all[index])];
    }
}
