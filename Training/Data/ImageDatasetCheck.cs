using NativeGan.Models;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Data;

/// <summary>Looks into images and labels before anything is made of them: what cannot be used is refused, what looks wrong is told.</summary>
internal static class ImageDatasetCheck
{
    // MNIST's furthest image has 2.7 times the mean squared distance, Fashion-MNIST's 2.9; a negative of MNIST has 10.7, one of Fashion-MNIST 4.6.
    private const double FarDistance = 3.5;

    // Means of MNIST and Fashion-MNIST are 33 and 73; of their negatives 222 and 182.
    private const double LightMean = 160;

    private const int DarkestWhite = 64, MostNumbers = 3;

    /// <summary>Refuses labels that are no class, and images that are all of one shade.</summary>
    /// <exception cref="InputException">They are; the message names the file.</exception>
    public static void EnsureUsable(ImageDataset set)
    {
        if (set.Labels is { } labels && labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(MnistImages.Classes - 1)) is >= 0 and var wrong)
        {
            int others = labels.Count(label => label >= MnistImages.Classes) - 1;
            throw new InputException(
                $"'{set.LabelsFile}': label {wrong} is {labels[wrong]}, 0 to {MnistImages.Classes - 1} is expected{(others > 0 ? $"; {others} more are outside" : "")}. Get the file again, or take it away to train without classes.",
                ExitCodes.DataMissing);
        }

        if (!set.Pixels.AsSpan().ContainsAnyExcept(set.Pixels[0]))
        {
            throw new InputException(
                $"'{set.ImagesFile}': all pixels of its {set.Count} images are {set.Pixels[0]}, there is nothing to see. Get the file again.", ExitCodes.DataMissing);
        }
    }

    /// <summary>What looks wrong, a sentence each with the file's name; nothing for published files.</summary>
    /// <param name="set">Images that can be used.</param>
    /// <param name="training">The training images where the set is of test images, which should be like them; null to compare the images with their own set.</param>
    public static IReadOnlyList<string> FindDoubts(ImageDataset set, ImageDataset? training = null)
    {
        List<string> doubts = [];
        if (training is not null && set.Sha256 == training.Sha256)
        {
            doubts.Add($"'{set.ImagesFile}': the test images are the training images.");
        }

        if (DatasetCatalog.Recognise(set.Sha256) is { } published)
        {
            if (set.LabelsSha256 is { } labels && labels != published.TrainLabels.Sha256 && labels != published.TestLabels.Sha256)
            {
                doubts.Add($"'{set.LabelsFile}': the images are the published {published.Name}, these labels are not (SHA-256 {labels}).");
            }

            return doubts;
        }

        if (!set.IsBuiltIn)
        {
            AddDoubtsAboutShades(set, doubts);
            AddDoubtsAboutImages(set, training ?? set, doubts);
        }

        return doubts;
    }

    private static void AddDoubtsAboutShades(ImageDataset set, List<string> doubts)
    {
        byte most = 0;
        long sum = 0;
        foreach (byte pixel in set.Pixels)
        {
            most = Math.Max(most, pixel);
            sum += pixel;
        }

        double mean = sum / (double)set.Pixels.Length;
        if (most < DarkestWhite)
        {
            doubts.Add($"'{set.ImagesFile}': no pixel is above {most}, shades from 0 to 255 are expected.");
        }
        else if (mean > LightMean)
        {
            doubts.Add(FormattableString.Invariant($"'{set.ImagesFile}': the pixels' mean is {mean:F0}, as of dark ink on white paper; white on black is expected."));
        }
    }

    private static void AddDoubtsAboutImages(ImageDataset set, ImageDataset reference, List<string> doubts)
    {
        (double[] mean, double[] variance) = reference.Moments();
        double usual = variance.Sum();
        List<int> plain = [], far = [];
        for (int image = 0; image < set.Count; image++)
        {
            ReadOnlySpan<byte> pixels = set.Image(image);
            if (!pixels.ContainsAnyExcept(pixels[0]))
            {
                plain.Add(image);
                continue;
            }

            double distance = 0;
            for (int pixel = 0; pixel < pixels.Length; pixel++)
            {
                double difference = pixels[pixel] / 255.0 - mean[pixel];
                distance += difference * difference;
            }

            if (distance > FarDistance * usual)
            {
                far.Add(image);
            }
        }

        if (plain.Count > 0)
        {
            doubts.Add($"'{set.ImagesFile}': {plain.Count} of {set.Count} images are of one shade, with nothing to see ({Numbers(plain)}).");
        }

        if (far.Count > 0)
        {
            doubts.Add(FormattableString.Invariant(
                $"'{set.ImagesFile}': {far.Count} of {set.Count} images are much unlike {(reference == set ? "the others" : "the training images")}, over {FarDistance} times as far from their mean as usual ({Numbers(far)})."));
        }
    }

    /// <summary>"image 3", "images 3, 8, 9 and 5 more".</summary>
    private static string Numbers(List<int> images) =>
        $"image{(images.Count > 1 ? "s" : "")} {string.Join(", ", images.Take(MostNumbers))}{(images.Count > MostNumbers ? $" and {images.Count - MostNumbers} more" : "")}";
}
