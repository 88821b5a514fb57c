using System.Diagnostics;
using System.Globalization;
using NativeGan.Engine.Backends;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Evaluation;

/// <summary>The classifiers that this machine has, one for each set of training images.</summary>
/// <param name="folder">Where they lie.</param>
internal sealed class ClassifierStore(string folder)
{
    /// <summary>The file of the classifier of some images: their name and the start of their SHA-256.</summary>
    public string PathFor(ImageDataset images)
    {
        string name = string.Join('-', images.Name.ToLowerInvariant().Split([' ', '-', '(', ')'], StringSplitOptions.RemoveEmptyEntries));
        return Path.Combine(folder, $"{name}-{images.Sha256[..12]}.safetensors");
    }

    /// <summary>The classifier of some images: the one that is there, else one that is trained now.</summary>
    /// <param name="images">What it reads.</param>
    /// <param name="backend">The device.</param>
    /// <param name="log">Told if one has to be trained, and how long that took.</param>
    /// <param name="options">How to train it; null for the usual way.</param>
    /// <exception cref="InputException">The one that is there is damaged, or a new one cannot be written.</exception>
    public TrainedClassifier Open(EvaluationImages images, IBackend backend, Action<string> log, ClassifierOptions? options = null)
    {
        string path = PathFor(images.Train);
        bool isThere = File.Exists(path);
        if (isThere && !TrainedClassifier.IsOfFormerFormat(path))
        {
            return TrainedClassifier.Load(path, images.Train, backend, log);
        }

        log($"{(isThere ? $"the classifier of {images.Train.Name} is of an older program" : $"there is no classifier of {images.Train.Name} yet")} ('{path}'): it is trained first, once; with 60,000 images that takes a minute on two cores");
        AtomicFile.RemoveLeftOvers(folder);
        long start = Stopwatch.GetTimestamp();
        TrainedClassifier classifier = TrainedClassifier.Train(options ?? ClassifierOptions.For(images.Train), images, path, backend, log);
        log(string.Create(CultureInfo.InvariantCulture, $"the classifier took {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s; every later eval uses it"));
        return classifier;
    }
}
