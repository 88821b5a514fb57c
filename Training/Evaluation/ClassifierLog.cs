using System.Diagnostics;
using System.Globalization;
using NativeGan.Training.Data;

namespace NativeGan.Training.Evaluation;

/// <summary>Says how the training of a classifier goes, about ten lines of it.</summary>
/// <param name="options">What is trained.</param>
/// <param name="log">Given a line at a time.</param>
internal sealed class ClassifierLog(ClassifierOptions options, Action<string> log)
{
    private readonly Stopwatch _clock = new();
    private long _shown;

    /// <summary>Before the first step.</summary>
    public void Start(ImageDataset images)
    {
        log($"training a classifier of {images.Name}: {options.Steps} steps of {options.BatchSize} images, seed {options.Seed}");
        _clock.Start();
    }

    /// <summary>Every some steps.</summary>
    public void Report(ClassifierProgress progress)
    {
        if (progress.Step - _shown < options.Steps / 10 && progress.Step < options.Steps)
        {
            return;
        }

        _shown = progress.Step;
        double left = _clock.Elapsed.TotalSeconds / progress.Step * (options.Steps - progress.Step);
        log(string.Create(CultureInfo.InvariantCulture, $"step {progress.Step,6}  loss {progress.Loss:F4}  {progress.StepsPerSecond:F1} steps/s  {left:F0} s left"));
        if (progress.Step == options.Steps)
        {
            _clock.Stop();
        }
    }

    /// <summary>After the test.</summary>
    public void Finish(TrainedClassifier classifier)
    {
        double seconds = _clock.Elapsed.TotalSeconds;
        log(string.Create(CultureInfo.InvariantCulture,
            $"trained in {seconds:F1} s ({options.Steps / Math.Max(seconds, 1e-9):F1} steps/s); it reads {classifier.Record.AccuracyText} as they are labelled"));
        log($"classifier: {classifier.Path}, sha256 {classifier.Sha256[..12]}...");
    }
}
