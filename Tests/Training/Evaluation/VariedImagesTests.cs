using NativeGan.Models.Classifiers;
using NativeGan.Training.Data;
using NativeGan.Training.Evaluation;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Evaluation;

/// <summary>What a classifier is shown: shifted or mirrored images, a few of noise, the same for the same seed.</summary>
public sealed class VariedImagesTests
{
    private readonly ImageDataset _digits = BuiltInDigits.LoadTrain();

    [Test]
    public void Next_WithAShiftOfOne_ShowsEachImageAtMostAPixelAway()
    {
        ImageDataset varied = new VariedImages(_digits, Options with { Shift = 1 }).Next();

        HashSet<(int, int)> shifts = [];
        foreach (int image in Enumerable.Range(0, 300).Where(image => varied.Labels![image] != ImageClassifier.NoImage))
        {
            (int Down, int Right)[] fitting = [.. Shifts().Where(shift => IsShift(image, varied, shift))];
            Assert.That(fitting, Is.Not.Empty, $"image {image}");
            Assert.That(varied.Labels![image], Is.EqualTo(_digits.Labels![image]));
            shifts.UnionWith(fitting);
        }

        Assert.That(shifts, Has.Count.EqualTo(9));
    }

    [Test]
    public void Next_WithMirrors_TurnsHalfOfTheImages()
    {
        ImageDataset varied = new VariedImages(_digits, Options with { Mirrors = true }).Next();

        int[] images = [.. Enumerable.Range(0, varied.Count).Where(image => varied.Labels![image] != ImageClassifier.NoImage)];
        int same = images.Count(image => varied.Image(image).SequenceEqual(_digits.Image(image)));
        int mirrored = images.Count(image => varied.Image(image).SequenceEqual(Enumerable.Range(0, 784).Select(pixel => _digits.Image(image)[pixel / 28 * 28 + 27 - pixel % 28]).ToArray()));
        Assert.That(same + mirrored, Is.GreaterThanOrEqualTo(images.Length));
        Assert.That((double)mirrored / images.Length, Is.EqualTo(0.5).Within(0.05)); // five standard deviations of 2,400 coins
    }

    [Test]
    public void Next_ReplacesOneImageIn32ByNoise()
    {
        ImageDataset varied = new VariedImages(_digits, Options).Next();

        int[] noise = [.. Enumerable.Range(0, varied.Count).Where(image => varied.Labels![image] == ImageClassifier.NoImage)];
        Assert.That((double)noise.Length / varied.Count, Is.EqualTo(1.0 / 32).Within(0.02)); // five standard deviations of 2,500 draws
        int shuffled = noise.Count(image => varied.Image(image).ToArray().Order().SequenceEqual(_digits.Image(image).ToArray().Order()));
        Assert.That(shuffled, Is.InRange(noise.Length / 4, 3 * noise.Length / 4), "the others are uniform shades");
        Assert.That(noise.Any(image => varied.Image(image).SequenceEqual(_digits.Image(image))), Is.False);
    }

    [Test]
    public void Next_DependsOnSeedAndEpochAlone()
    {
        byte[][] epochs = [.. Epochs(1), .. Epochs(1), .. Epochs(2)];

        Assert.That((epochs[2], epochs[3]), Is.EqualTo((epochs[0], epochs[1])));
        Assert.That(epochs[1], Is.Not.EqualTo(epochs[0]));
        Assert.That(epochs[4], Is.Not.EqualTo(epochs[0]));
    }

    private static ClassifierOptions Options => new() { Steps = 1 };

    private IEnumerable<byte[]> Epochs(ulong seed)
    {
        VariedImages varied = new(_digits, Options with { Seed = seed, Shift = 1 });
        return [.. varied.Next().Pixels.ToArray().Take(50 * 784).ToArray().AsEnumerable().Chunk(50 * 784), .. varied.Next().Pixels.Take(50 * 784).Chunk(50 * 784)];
    }

    private static IEnumerable<(int Down, int Right)> Shifts() => Enumerable.Range(-1, 3).SelectMany(down => Enumerable.Range(-1, 3).Select(right => (down, right)));

    private bool IsShift(int image, ImageDataset varied, (int Down, int Right) shift)
    {
        for (int pixel = 0; pixel < 784; pixel++)
        {
            (int row, int column) = (pixel / 28 - shift.Down, pixel % 28 - shift.Right);
            int expected = row is >= 0 and < 28 && column is >= 0 and < 28 ? _digits.Image(image)[row * 28 + column] : 0;
            if (varied.Image(image)[pixel] != expected)
            {
                return false;
            }
        }

        return true;
    }
}
