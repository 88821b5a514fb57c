using NativeGan.Engine.Operations;
using NativeGan.Training.Data;

namespace NativeGan.Training.Samples;

/// <summary>The views, by the kind of data that the samples should be like.</summary>
public static class SampleViewCatalog
{
    /// <summary>How samples of a model are shown and measured.</summary>
    /// <param name="data">What they should be like.</param>
    /// <param name="scaling">How pixels become the model's numbers, where they are images.</param>
    /// <param name="origin">The run they are of, which pictures name; null for none.</param>
    /// <param name="classes">Classes that the model sees, one column of images each; 0 for none.</param>
    /// <exception cref="ArgumentException">There is no view for such data.</exception>
    public static ISampleView For(ITrainingData data, PixelScaling scaling, SampleOrigin? origin = null, int classes = 0) => data switch
    {
        ImageDataset images => new ImageView(images, scaling, classes) { Origin = origin },
        NormalData normal => new NormalView(normal) { Origin = origin },
        NormalGridData grid => new GridView(grid) { Origin = origin },
        _ => throw new ArgumentException($"There is no view for {data.Name}: add one to {nameof(SampleViewCatalog)}.", nameof(data)),
    };
}
