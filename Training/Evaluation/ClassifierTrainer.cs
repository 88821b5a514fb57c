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
    /// <param name="report">Told every 100 steps and at the end of each epoch.</param>
    /// <exception cref="InputException">Labels are missing or out of range (exit code 5), or training diverged (6).</exception>
    public ImageClassifier Train(ImageDataset images, Action<ClassifierProgress>? report = null)
    {
        LabelledImages.Of(backend, images, PixelScaling.ZeroToOne, ImageClassifier.Classes).Dispose(); // refuses labels out of range, noise's among them
        ImageClassifier classifier = new(options.Design, options.Seed, backend);
        try
        {
            using IParameterUpdater optimizer = new OptimizerOptions { LearningRate = options.LearningRate }.Create(classifier.Network.Parameters);
            using RowRing losses = new(backend, StepsOfAStage, 1);
            using WeightAverage average = new(classifier.Network, options.AverageKeep);
            VariedImages varied = new(images, options);
            int stepsOfAnEpoch = Math.Max(1, images.Count / options.BatchSize);
            for (long step = 0; step < options.Steps; step += stepsOfAnEpoch)
            {
                TrainEpoch(classifier, varied.Next(), (step, Math.Min(step + stepsOfAnEpoch, options.Steps)), optimizer, average, losses, report);
            }

            average.Apply();
            return classifier;
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    // The images of an epoch are a table of their own, so its first step is captured anew.
    private void TrainEpoch(
        ImageClassifier classifier, ImageDataset images, (long First, long End) steps,
        IParameterUpdater optimizer, WeightAverage average, RowRing losses, Action<ClassifierProgress>? report)
    {
        LabelledImages table = LabelledImages.Of(backend, images, PixelScaling.ZeroToOne, ImageClassifier.Classes + 1);
        using StreamedBatches batches = new(table, options.BatchSize, batchesPerStep: 1, () => new EpochStream(table.Count, options.Seed)); // owns the table
        batches.Seek((ulong)steps.First);
        ICapturedStep? captured = null;
        try
        {
            for (long step = steps.First; step < steps.End;)
            {
                long start = Stopwatch.GetTimestamp();
                int count = (int)Math.Min(StepsOfAStage, steps.End - step);
                optimizer.Clock = optimizer.Clock with { LearningRate = options.LearningRateAt(step) };
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
            average.Take();
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
