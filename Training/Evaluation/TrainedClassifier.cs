using System.Security.Cryptography;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models;
using NativeGan.Models.Classifiers;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;

namespace NativeGan.Training.Evaluation;

/// <summary>A classifier in its file: weights as F32 under their layers' names, and a <see cref="ClassifierRecord"/> as metadata.</summary>
internal sealed class TrainedClassifier : IImageReader, IDisposable
{
    private const string FormerFormat = "nativegan-classifier-1", Format = "nativegan-classifier-2";
    private const int BatchSize = 250;
    private const int Pixels = MnistImages.Pixels;

    private readonly ImageClassifier _classifier;

    private TrainedClassifier(ImageClassifier classifier, ClassifierRecord record, string path)
    {
        _classifier = classifier;
        Record = record;
        Path = path;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
    }

    /// <summary>What it was trained on, and its accuracy.</summary>
    public ClassifierRecord Record { get; }

    /// <summary>Its file.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of the file, in lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Trains a classifier, tests it, and writes its file; says how it goes.</summary>
    /// <param name="options">Steps, seed, widths.</param>
    /// <param name="images">What it learns from, and what it is tested on.</param>
    /// <param name="path">The file; replaced when the new one is complete.</param>
    /// <param name="backend">The device.</param>
    /// <param name="log">Given a line at a time.</param>
    /// <exception cref="InputException">Labels are out of range, training diverged, or the file cannot be written.</exception>
    public static TrainedClassifier Train(ClassifierOptions options, EvaluationImages images, string path, IBackend backend, Action<string> log)
    {
        EnsureWritable(path);
        ClassifierLog progress = new(options, log);
        progress.Start(images.Train);
        ImageClassifier classifier = new ClassifierTrainer(options, backend).Train(images.Train, progress.Report);
        try
        {
            ClassifierRecord record = new()
            {
                Dataset = images.Train.Name,
                DatasetSha256 = images.Train.Sha256,
                Design = options.Design,
                Seed = options.Seed,
                Steps = options.Steps,
                TestImages = images.Test.Count,
                TestAccuracy = images.ShareReadAsLabelled(Read(classifier, images.TestShades)),
            };
            Save(classifier, record, path);
            TrainedClassifier trained = new(classifier, record, path);
            progress.Finish(trained);
            return trained;
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file was written before the classifier's features had a name; nothing can be measured with it.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public static bool IsOfFormerFormat(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return file.Metadata.GetValueOrDefault("format") == FormerFormat;
    }

    /// <summary>Reads a classifier's file.</summary>
    /// <param name="path">What <see cref="Train"/> wrote.</param>
    /// <param name="train">The images that it must have been trained on.</param>
    /// <param name="backend">Where it goes.</param>
    /// <param name="log">Told where there is no hash to compare the content with.</param>
    /// <exception cref="InputException">It is missing, damaged, no classifier of this program, or of other images.</exception>
    public static TrainedClassifier Load(string path, ImageDataset train, IBackend backend, Action<string>? log = null)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("format") != Format)
        {
            throw new InputException(
                $"Classifier '{path}': format is '{file.Metadata.GetValueOrDefault("format") ?? "missing"}', '{Format}' is expected. Give a file of 'nativegan classifier'.",
                ExitCodes.DataMissing);
        }

        ClassifierRecord record = ClassifierRecord.Read(file.Metadata, path);
        if (record.DatasetSha256 != train.Sha256)
        {
            throw new InputException(
                $"Classifier '{path}': it learnt from {record.Dataset}, SHA-256 {Start(record.DatasetSha256)}..., this run's images are {train.Name}, {Start(train.Sha256)}.... Train one for them with 'nativegan classifier'.",
                ExitCodes.DataMissing);
        }

        if (!IsVerified(file))
        {
            log?.Invoke($"note: '{path}' is of an earlier version and has no checksum: damage to its numbers would go unnoticed");
        }

        ImageClassifier classifier = new(record.Design, record.Seed, backend);
        try
        {
            foreach (Parameter parameter in classifier.Network.Parameters)
            {
                SafetensorsEntry entry = file.Entry(parameter.Name!);
                if (!parameter.Shape.Extents.SequenceEqual(entry.Shape.ToArray()))
                {
                    throw new InputException($"Classifier '{path}': '{parameter.Name}' is {entry.ShapeText}, {parameter.Shape} is expected. Remove it, and train it anew with 'nativegan classifier'.", ExitCodes.DataMissing);
                }

                float[] weights = file.ReadFloats(parameter.Name!);
                if (!weights.All(float.IsFinite))
                {
                    throw new InputException($"Classifier '{path}': '{parameter.Name}' holds NaN or infinity. Remove it, and train it anew with 'nativegan classifier'.", ExitCodes.DataMissing);
                }

                parameter.Assign(weights);
            }

            return new TrainedClassifier(classifier, record, path);
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ImageReadings Read(ReadOnlySpan<float> shades) => Read(_classifier, shades);

    /// <summary>Returns the network's buffers.</summary>
    public void Dispose() => _classifier.Dispose();

    private static bool IsVerified(SafetensorsFile file)
    {
        try
        {
            return file.Verify();
        }
        catch (InputException fault)
        {
            throw new InputException($"{fault.Message} Remove it, and train it anew with 'nativegan classifier'.", fault.ExitCode, fault);
        }
    }

    private static string Start(string hash) => hash[..Math.Min(12, hash.Length)];

    /// <summary>Finds out before minutes of training whether its result can be kept.</summary>
    private static void EnsureWritable(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"Cannot write '{path}': it is a folder, a file is expected.", ExitCodes.DataMissing);
        }

        using AtomicFile trial = new(path);
    }

    private static void Save(ImageClassifier classifier, ClassifierRecord record, string path)
    {
        SafetensorsWriter writer = new();
        writer.Metadata["format"] = Format;
        record.Write(writer.Metadata);
        foreach (Parameter parameter in classifier.Network.Parameters)
        {
            writer.Add(parameter.Name!, parameter.Shape.Extents, parameter.ToArray());
        }

        writer.Save(path);
    }

    private static ImageReadings Read(ImageClassifier classifier, ReadOnlySpan<float> shades)
    {
        int images = shades.Length / Pixels, width = classifier.FeatureCount;
        float[] probabilities = new float[images * ImageClassifier.Classes], features = new float[images * width];
        for (int first = 0; first < images; first += BatchSize)
        {
            int count = Math.Min(BatchSize, images - first);
            using TensorScope scope = new();
            Tensor seen = classifier.Features(Tensor.FromArray(classifier.Backend, shades.Slice(first * Pixels, count * Pixels), new Shape(count, Pixels)));
            seen.CopyTo(features.AsSpan(first * width, count * width));
            classifier.Logits(seen).Softmax().CopyTo(probabilities.AsSpan(first * ImageClassifier.Classes, count * ImageClassifier.Classes));
        }

        return new ImageReadings(probabilities, features, images);
    }
}
