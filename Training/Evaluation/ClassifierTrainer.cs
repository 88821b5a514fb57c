using System.Diagnostics;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models.Classifiers;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Optimizers;

namespace NativeGan.Training.Evaluation;

/// <summary>Trains an <see cref="ImageClassifier"/> with Adam on the softmax cross entropy; its first step is captured and replayed.</summary>
/// <param name="options">Steps, seed, widths.</param>
/// <param name="backend">The device.</param>
internal sealed class ClassifierTrainer(ClassifierOptions options, IBackend backend)
{
    // Between two of them the learning rate is the same and the losses stay on the device.
    private const int StepsOfAStage = 100;

    /// <summary>A classifier that has seen the images for as many steps as the options say.</summary>
    /// <param name="images">28 × 28, with labels.</param>
    /// <param name="report">Told every 100 steps, and at the end.</param>
    /// <exception cref="InputException">Labels are missing or out of range (exit code 5), or training diverged (6).</exception>
    public ImageClassifier Train(ImageDataset images, Action<ClassifierProgress>? report = null)
    {
        LabelledImages table = LabelledImages.Of(backend, images, PixelScaling.ZeroToOne, ImageClassifier.Classes);
        using StreamedBatches batches = new(table, options.BatchSize, batchesPerStep: 1, () => new EpochStream(table.Count, options.Seed)); // owns the table
        ImageClassifier classifier = new(options.Design, options.Seed, backend);
        try
        {
            using IParameterUpdater optimizer = new OptimizerOptions { LearningRate = options.LearningRate }.Create(classifier.Network.Parameters);
            using RowRing losses = new(backend, StepsOfAStage, 1);
            Run(classifier, batches, optimizer, losses, report);
            return classifier;
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    private void Run(ImageClassifier classifier, StreamedBatches batches, IParameterUpdater optimizer, RowRing losses, Action<ClassifierProgress>? report)
    {
        ICapturedStep? captured = null;
        try
        {
            for (long step = 0; step < options.Steps;)
            {
                long start = Stopwatch.GetTimestamp();
                int count = (int)Math.Min(StepsOfAStage, options.Steps - step);
                optimizer.Clock = optimizer.Clock with { LearningRate = options.LearningRate * (1 - (double)step / options.Steps) };
                for (int done = 0; done < count; done++)
                {
                    batches.Prepare();
                    if (captured is null)
                    {
                        captured = backend.Capture(Step);
                    }
                    else
                    {
                        captured.Replay();
                    }
                }

                step += count;
                double loss = MeanLoss(losses, count, step);
                report?.Invoke(new ClassifierProgress(step, loss, count / Math.Max(Stopwatch.GetElapsedTime(start).TotalSeconds, 1e-9)));
            }
        }
        finally
        {
            captured?.Dispose();
        }

        void Step()
        {
            using GradientTape tape = new();
            RealBatch batch = batches.Next();
            Tensor loss = classifier.Network.Forward(batch.Samples).SoftmaxCrossEntropy(batch.Labels!);
            optimizer.Step(tape.Gradients(loss, classifier.Network.Parameters));
            tape.StopRecording();
            losses.Put(loss.Reshape(1));
        }
    }

    private static double MeanLoss(RowRing losses, int count, long step)
    {
        double[] read = new double[StepsOfAStage];
        losses.Read(read);
        losses.Rewind();
        double mean = read.Take(count).Sum() / count;
        return double.IsFinite(mean)
            ? mean
            : throw new InputException($"The classifier's training diverged: its loss is no finite number by step {step}. Try another --seed.", ExitCodes.Diverged);
    }
}
