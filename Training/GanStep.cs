using NativeGan.Engine;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models.Gans;
using NativeGan.Training.Data;

namespace NativeGan.Training;

/// <summary>One training step of a GAN: k updates of the discriminator and one of the generator.</summary>
/// <remarks>
/// This is what is captured and replayed, so it touches no host memory: batches and noise are drawn on the device, the
/// losses go to a ring on the device. Losses are those before the respective update.
/// Source: Goodfellow et al. 2014, algorithm 1.
/// </remarks>
/// <param name="model">The networks and losses.</param>
/// <param name="batches">Real samples.</param>
/// <param name="noise">Noise for the generator.</param>
/// <param name="discriminatorOptimizer">Updates D.</param>
/// <param name="generatorOptimizer">Updates G.</param>
/// <param name="order">When the two are updated.</param>
/// <param name="sharesNoise">G's phase uses the noise, and so the samples, of D's (last) phase.</param>
/// <param name="discriminatorSteps">k, at least 1.</param>
/// <param name="metrics">Takes (D's loss, G's loss, mean D(x), mean D(G(z))) of each step.</param>
public sealed class GanStep(
    GanModel model,
    IBatchSource batches,
    INoiseSource noise,
    IParameterUpdater discriminatorOptimizer,
    IParameterUpdater generatorOptimizer,
    UpdateOrder order,
    bool sharesNoise,
    int discriminatorSteps,
    RowRing metrics)
{
    /// <summary>Numbers that a step leaves in the metrics ring.</summary>
    public const int MetricCount = 4;

    /// <summary>Runs the step.</summary>
    public void Run()
    {
        using GradientTape tape = new();
        if (order == UpdateOrder.Simultaneous)
        {
            RunSimultaneously(tape);
        }
        else
        {
            RunDiscriminatorThenGenerator(tape);
        }
    }

    private void RunDiscriminatorThenGenerator(GradientTape tape)
    {
        DiscriminatorPhase phase = ComputeDiscriminatorLoss();
        UpdateDiscriminator(tape, phase.Loss);
        for (int step = 1; step < discriminatorSteps; step++)
        {
            phase = ComputeDiscriminatorLoss();
            UpdateDiscriminator(tape, phase.Loss);
        }

        Tensor fake = sharesNoise ? phase.Fake : model.Generate(noise.Next());
        Tensor generatorLoss = model.GeneratorLoss(model.Discriminate(fake));
        generatorOptimizer.Step(tape.Gradients(generatorLoss, model.Generator.Parameters));
        Record(tape, phase, generatorLoss);
    }

    private void RunSimultaneously(GradientTape tape)
    {
        for (int step = 1; step < discriminatorSteps; step++)
        {
            UpdateDiscriminator(tape, ComputeDiscriminatorLoss().Loss);
        }

        DiscriminatorPhase phase = ComputeDiscriminatorLoss();
        Tensor fakeLogits = sharesNoise ? phase.FakeLogits : model.Discriminate(model.Generate(noise.Next()));
        Tensor generatorLoss = model.GeneratorLoss(fakeLogits);
        Gradients discriminatorGradients = tape.Gradients(phase.Loss, model.Discriminator.Parameters);
        Gradients generatorGradients = tape.Gradients(generatorLoss, model.Generator.Parameters);
        discriminatorOptimizer.Step(discriminatorGradients);
        generatorOptimizer.Step(generatorGradients);
        Record(tape, phase, generatorLoss);
    }

    private DiscriminatorPhase ComputeDiscriminatorLoss()
    {
        Tensor real = batches.Next().Named("real");
        Tensor fake = model.Generate(noise.Next().Named("noise")).Named("fake");
        Tensor realLogits = model.Discriminate(real).Named("real logits");
        Tensor fakeLogits = model.Discriminate(fake).Named("fake logits");
        Tensor loss = model.DiscriminatorLoss(realLogits, fakeLogits).Named("discriminator loss");
        return new DiscriminatorPhase(fake, realLogits, fakeLogits, loss);
    }

    private void UpdateDiscriminator(GradientTape tape, Tensor loss) =>
        discriminatorOptimizer.Step(tape.Gradients(loss, model.Discriminator.Parameters));

    private void Record(GradientTape tape, DiscriminatorPhase phase, Tensor generatorLoss)
    {
        tape.StopRecording();
        metrics.Put(TensorOperations.Concatenate(
            0,
            phase.Loss.Reshape(1),
            generatorLoss.Reshape(1),
            phase.RealLogits.Sigmoid().Mean().Reshape(1),
            phase.FakeLogits.Sigmoid().Mean().Reshape(1)));
    }

    private readonly record struct DiscriminatorPhase(Tensor Fake, Tensor RealLogits, Tensor FakeLogits, Tensor Loss);
}
