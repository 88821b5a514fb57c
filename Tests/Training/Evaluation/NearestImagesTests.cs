using BigGustave;
using NativeGan.Tests.Support;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Evaluation;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Evaluation;

/// <summary>Each image is found beside the training image that is nearest to it.</summary>
public sealed class NearestImagesTests
{
    private readonly RealImages _real = new(new EvaluationImages(BuiltInDigits.LoadTrain(), BuiltInDigits.LoadTest()), new PaintedImages.Reader(), BackendCases.Get("cpu"));

    [Test]
    public void Of_TrainingImages_FindsEachItselfAtNoDistance()
    {
        NearestImages nearest = NearestImages.Of(new ImageSet(_real.TrainShades(700, 40), _real.Reader), _real);

        Assert.That(nearest.Nearest, Is.EqualTo(Enumerable.Range(700, 40)));
        Assert.That(nearest.Distances, Is.All.Zero);
    }

    [Test]
    public void Of_TestImages_IsWhatEveryPairAloneSays()
    {
        float[] train = _real.TrainShades(0, _real.Images.Train.Count), some = _real.Images.TestShades[..(5 * 784)];

        NearestImages nearest = NearestImages.Of(new ImageSet(some, _real.Reader), _real);

        for (int image = 0; image < 5; image++)
        {
            double[] distances = [.. Enumerable.Range(0, train.Length / 784).Select(row =>
                Math.Sqrt(Enumerable.Range(0, 784).Sum(pixel => Math.Pow((double)some[image * 784 + pixel] - train[row * 784 + pixel], 2))))];
            Assert.That(nearest.Distances[image], Is.EqualTo(distances.Min()).Within(1e-4)); // where two are nearer to each other than rounding
            Assert.That(nearest.Distances[image], Is.EqualTo(distances[nearest.Nearest[image]]).Within(1e-9));
        }
    }

    [Test]
    public void Save_ShowsFirstImagesThenNearestPairs()
    {
        using TemporaryFolder folder = new();
        NearestImages nearest = new(_real.TrainShades(0, 40), [.. Enumerable.Range(0, 40)], [.. Enumerable.Range(0, 40).Select(image => 40.0 - image)]);

        nearest.Save(folder.File("nearest.png"), _real);

        Assert.That(nearest.Shown, Is.EqualTo(Enumerable.Range(0, 16).Concat(Enumerable.Range(24, 16).Reverse())));
        Png picture = Png.Open(File.ReadAllBytes(folder.File("nearest.png")));
        Assert.That((picture.Width, picture.Height), Is.EqualTo((8 * 86 + 2, 8 * 86 + 2)), "four pairs a row, 28·3 + 2 pixels each image");
    }
}
