using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Models.Losses;
using NativeGan.Training.Data;
using NativeGan.Training.Evaluation;
using NativeGan.Training.Options;
using NativeGan.Training.Runs;

namespace NativeGan.Tests.Training.Evaluation;

/// <summary>Images whose first pixel says their class, a reader that looks at nothing else, and a model that paints them: every figure is known.</summary>
internal static class PaintedImages
{
    /// <summary>The first pixel of class 1; class c has c times as much.</summary>
    public const int Step = 25;

    private const int Pixels = TrainedGenerator.ImageSize;

    /// <summary>Images with these classes.</summary>
    public static ImageDataset Of(params byte[] classes)
    {
        byte[] pixels = new byte[classes.Length * Pixels];
        for (int image = 0; image < classes.Length; image++)
        {
            pixels[image * Pixels] = (byte)(classes[image] * Step);
        }

        return new ImageDataset
        {
            Name = "painted",
            Count = classes.Length,
            Rows = 28,
            Columns = 28,
            Pixels = pixels,
            Labels = classes,
            Sha256 = new string('a', 64),
            Source = "a test",
        };
    }

    /// <summary>A generator around a <see cref="Model"/>.</summary>
    public static TrainedGenerator Generator(Model model, IBackend backend) => new(model, new TrainingOptions { Preset = "painted", NoiseSize = 1 }, backend);

    /// <summary>Reads the first pixel; confident by half, the other classes share the rest. The only feature is the class.</summary>
    internal sealed class Reader : IImageReader
    {
        public ImageReadings Read(ReadOnlySpan<float> shades)
        {
            int count = shades.Length / Pixels;
            float[] probabilities = new float[count * MnistImages.Classes], features = new float[count];
            Array.Fill(probabilities, 0.5f / (MnistImages.Classes - 1));
            for (int image = 0; image < count; image++)
            {
                int read = (int)MathF.Round(shades[image * Pixels] * 255 / Step);
                (probabilities[image * MnistImages.Classes + read], features[image]) = (0.5f, read);
            }

            return new ImageReadings(probabilities, features, count);
        }
    }

    /// <summary>Paints what a table says for a class; reconstructions are never above class 4.</summary>
    /// <param name="painted">What is painted for each class; one entry for a model that sees no classes.</param>
    /// <param name="backend">Where it paints.</param>
    internal sealed class Model(int[] painted, IBackend backend)
        : GanModel(new GanSpecification(NoiseSize: 1, SampleSize: Pixels, InitializerCatalog.All["he-normal"], LossCatalog.All["minimax"], Seed: 1, backend))
    {
        public override Module Generator { get; } = new Flatten();

        public override Module Discriminator { get; } = new Flatten();

        public override int Classes => painted.Length == 1 ? 0 : painted.Length;

        public override bool CanReconstruct => true;

        public override Tensor Sample(Tensor noise, Tensor? labels)
        {
            float[] table = new float[painted.Length * Pixels];
            for (int row = 0; row < painted.Length; row++)
            {
                table[row * Pixels] = painted[row] * Step / 255f;
            }

            Tensor paint = Tensor.FromArray(backend, table, new Shape(painted.Length, Pixels));
            return (labels ?? Tensor.Ones(backend, new Shape(noise.Shape[0], 1))).MatMul(paint);
        }

        public override Tensor Reconstruct(Tensor samples) => samples.Clamp(0, 4 * Step / 255.0);
    }
}
