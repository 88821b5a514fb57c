using NativeGan.Engine.Backends;
using NativeGan.Models.Classifiers;
using NativeGan.Training.Data;

namespace NativeGan.Training.Evaluation;

/// <summary>Training images as each epoch shows them: shifted by some pixels, mirrored where the options say so, and a few of them replaced by noise.</summary>
/// <remarks>
/// Pixels that a shift uncovers are black, as the margin of MNIST's images is. One image in 32 becomes noise of the class <see cref="ImageClassifier.NoImage"/>:
/// every other time the image's own pixels in a random order, else uniform shades up to a random brightness. Without them the features
/// of noise lie amid those of real images, as nothing else was asked of them. All draws depend on the seed and on the epoch alone.
/// Source: Simard, Steinkraus &amp; Platt, ICDAR 2003, section 2 (translations); Hendrycks et al., ICLR 2019 (images that are none, in training).
/// </remarks>
internal sealed class VariedImages
{
    private const uint ShiftStream = 0x51F7, KindStream = 0x51F8, NoiseStream = 0x51F9;
    private const int ImagesForANoise = 32;

    private readonly ImageDataset _images;
    private readonly ClassifierOptions _options;
    private readonly ImageDataset _varied;
    private ulong _epoch;

    /// <summary>Views of some images.</summary>
    /// <param name="images">What is varied; stays as it is. With labels.</param>
    /// <param name="options">How far, whether mirrored, and the seed.</param>
    public VariedImages(ImageDataset images, ClassifierOptions options)
    {
        (_images, _options) = (images, options);
        _varied = new ImageDataset
        {
            Name = images.Name,
            Count = images.Count,
            Rows = images.Rows,
            Columns = images.Columns,
            Pixels = new byte[images.Pixels.Length],
            Labels = new byte[images.Count],
            Sha256 = images.Sha256,
            Source = images.Source,
            IsBuiltIn = images.IsBuiltIn,
        };
    }

    /// <summary>The images of the next epoch, in their order; good until the next call.</summary>
    public ImageDataset Next()
    {
        int side = 2 * _options.Shift + 1;
        RandomDraw shifts = new(RandomKind.Index, _options.Seed, ShiftStream, Bound: side * side * (_options.Mirrors ? 2 : 1));
        RandomDraw kinds = new(RandomKind.Index, _options.Seed, KindStream, Bound: 2 * ImagesForANoise);
        for (int image = 0; image < _images.Count; image++)
        {
            ReadOnlySpan<byte> source = _images.Image(image);
            Span<byte> target = _varied.Pixels.AsSpan(image * _images.ImageSize, _images.ImageSize);
            int kind = kinds.IndexAt(_epoch, image), shift = shifts.IndexAt(_epoch, image);
            _varied.Labels![image] = kind < 2 ? (byte)ImageClassifier.NoImage : _images.Labels![image];
            if (kind == 0)
            {
                source.CopyTo(target);
                Shuffle(target, image);
            }
            else if (kind == 1)
            {
                Brighten(target, image);
            }
            else
            {
                Shift(source, target, shift % side - _options.Shift, shift / side % side - _options.Shift, mirrored: shift >= side * side);
            }
        }

        _epoch++;
        return _varied;
    }

    private void Shift(ReadOnlySpan<byte> source, Span<byte> target, int down, int right, bool mirrored)
    {
        int columns = _images.Columns, width = columns - Math.Abs(right);
        target.Clear();
        for (int row = Math.Max(0, down); row < Math.Min(_images.Rows, _images.Rows + down); row++)
        {
            Span<byte> line = target.Slice(row * columns, columns);
            source.Slice((row - down) * columns + Math.Max(0, -right), width).CopyTo(line[Math.Max(0, right)..]);
            if (mirrored)
            {
                line.Reverse();
            }
        }
    }

    // Fisher-Yates; each image of each epoch is a draw of its own.
    private void Shuffle(Span<byte> pixels, int image)
    {
        for (int last = pixels.Length - 1; last > 0; last--)
        {
            int other = new RandomDraw(RandomKind.Index, _options.Seed, NoiseStream, Bound: last + 1).IndexAt(DrawNumber(image), last);
            (pixels[last], pixels[other]) = (pixels[other], pixels[last]);
        }
    }

    private void Brighten(Span<byte> pixels, int image)
    {
        RandomDraw draw = RandomDraw.Uniform(_options.Seed, NoiseStream, low: 0, high: 1);
        double brightness = 256 * (0.25 + 0.75 * draw.NumberAt(DrawNumber(image), pixels.Length));
        for (int pixel = 0; pixel < pixels.Length; pixel++)
        {
            pixels[pixel] = (byte)(brightness * draw.NumberAt(DrawNumber(image), pixel));
        }
    }

    private ulong DrawNumber(int image) => _epoch * (ulong)_images.Count + (ulong)image;
}
