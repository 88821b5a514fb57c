using NativeGan.Tests.Support;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Data;

/// <summary>The part of a set that is trained on, and its mean image.</summary>
public sealed class ImageDatasetTests
{
    [Test]
    public void First_OfSome_HasTheirPixelsAndLabels()
    {
        ImageDataset whole = SmallRun.Images(count: 20, classes: 10);

        ImageDataset part = whole.First(7);

        Assert.That((part.Count, part.Pixels.Length, part.Sha256), Is.EqualTo((7, 7 * 15, whole.Sha256)));
        Assert.That(part.Pixels, Is.EqualTo(whole.Pixels.Take(7 * 15)));
        Assert.That(part.Labels, Is.EqualTo(whole.Labels!.Take(7)));
    }

    [TestCase(0)]
    [TestCase(20)]
    public void First_OfAll_IsTheSet(int images)
    {
        ImageDataset whole = SmallRun.Images(count: 20);

        Assert.That(whole.First(images), Is.SameAs(whole));
    }

    [Test]
    public void First_OfMoreThanThereAre_SaysSo() =>
        InputAssert.Refuses(() => SmallRun.Images(count: 20).First(21), "trainingImages: found 21", "has 20 images", "--training-images 0");

    [Test]
    public void First_OfMoreThanTheBuiltInDigits_IsAllOfThem()
    {
        // They stand in for MNIST where it cannot be had: a preset that leaves a part of it out still runs.
        ImageDataset builtIn = BuiltInDigits.LoadTrain();

        Assert.That(builtIn.First(50_000), Is.SameAs(builtIn));
        Assert.That(builtIn.First(100).Count, Is.EqualTo(100));
    }

    [Test]
    public void SampleMean_OfThreeImages_AreTheMeansOfTheirPixels()
    {
        ImageDataset images = new()
        {
            Name = "three images",
            Count = 3,
            Rows = 1,
            Columns = 2,
            Pixels = [0, 255, 51, 255, 102, 255],
            Sha256 = "",
            Source = "a test",
        };

        Assert.That(images.SampleMean(), Is.EqualTo(new[] { 0.2, 1 }).Within(1e-15)); // (0 + 51 + 102)/(3·255)
    }

    [Test]
    public void Session_OfTheFirstGan_StartsAtTheMeanOfItsImages()
    {
        ImageDataset images = SmallRun.Images(count: 20);
        TrainingOptions options = SmallRun.Options with { Model = "maxout", Initializer = "range-uniform" };

        using TrainingSession whole = new(options, BackendCases.Get("cpu"), images), part = new(options, BackendCases.Get("cpu"), images.First(5));

        foreach ((TrainingSession session, ImageDataset shown) in new[] { (whole, images), (part, images.First(5)) })
        {
            double[] bias = session.Model.Generator.Parameters[^1].ToDoubleArray();
            Assert.That(bias.Select(value => 1 / (1 + Math.Exp(-value))), Is.EqualTo(shown.SampleMean()).Within(1e-6));
        }
    }
}
