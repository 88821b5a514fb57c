using NativeGan.Engine.Operations;
using NativeGan.Training.Data;

namespace NativeGan.Training.Samples;

/// <summary>The views, by the kind of data that the samples should be like.</summary>
public static class SampleViewCatalog
{
    /// <summary>How samples of a model are shown and measured.</summary>
    /// <param name="data">What they should be like.</param>
    /// <param name="scaling">How pixels become the model's numbers, where they are images.</param>
    /// <param name="classes">Classes that the model is asked for, sample after sample in turn; 0 for none.</param>
    /// <exception cref="ArgumentException">There is no view for such data.</exception>
    public static ISampleView For(ITrainingData data, PixelScaling scaling, int classes = 0) => data switch
    {
        ImageDataset images => new ImageView(images, scaling, classes),
        NormalData normal => new NormalView(normal),
        NormalGridData grid => new GridView(grid),
        _ => throw new ArgumentException($"There is no view for {data.Name}: add one to {nameof(SampleViewCatalog)}.", nameof(data)),
    };
}
