using NativeGan.Engine;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models.Gans;
using NativeGan.Training.Data;
using NativeGan.Training.Options;

namespace NativeGan.Training.Loop;

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
/// <param name="rules">Order of the updates and what else differs from one GAN to another.</param>
/// <param name="metrics">Takes (D's loss, G's loss, mean D(x), mean D(G(z)), then the statistics) of each step.</param>
/// <param name="statistics">What else is recorded of the discriminator's (last) batches.</param>
public sealed class GanStep(
    GanModel model,
    IBatchSource batches,
    INoiseSource noise,
    IParameterUpdater discriminatorOptimizer,
    IParameterUpdater generatorOptimizer,
    GanStepRules rules,
    RowRing metrics,
    params IReadOnlyList<BatchStatistic> statistics)
{
    /// <summary>Numbers that a step leaves in the metrics ring before the statistics.</summary>
    public const int MetricCount = 4;

    /// <summary>Runs the step.</summary>
    public void Run()
    {
        // A tape each: the temporaries of one update go back to the pool before the next.
        for (int step = 1; step < rules.DiscriminatorSteps; step++)
        {
            using GradientTape own = new();
            UpdateDiscriminator(own, ComputeDiscriminatorLoss(own).Loss);
        }

        using GradientTape tape = new();
        DiscriminatorPhase phase = ComputeDiscriminatorLoss(tape);
        if (rules.Order == UpdateOrder.Simultaneous)
        {
            FinishSimultaneously(tape, phase);
        }
        else
        {
            FinishDiscriminatorThenGenerator(tape, phase);
        }
    }

    private void FinishDiscriminatorThenGenerator(GradientTape tape, DiscriminatorPhase phase)
    {
        UpdateDiscriminator(tape, phase.Loss);
        GanBatch batch = rules.SharesNoise ? phase.Batch : phase.Batch with { Noise = noise.Next() };
        Tensor fake = rules.SharesNoise ? phase.Fake : model.Generate(batch);
        Tensor generatorLoss = model.GeneratorLoss(model.ScoreFake(fake, batch), batch);
        generatorOptimizer.Step(tape.Gradients(generatorLoss, model.GeneratorParameters));
        Record(tape, phase, generatorLoss);
    }

    private void FinishSimultaneously(GradientTape tape, DiscriminatorPhase phase)
    {
        GanBatch batch = rules.SharesNoise ? phase.Batch : phase.Batch with { Noise = noise.Next() };
        Tensor fakeScores = rules.SharesNoise ? phase.FakeScores : model.ScoreFake(model.Generate(batch), batch);
        Tensor generatorLoss = model.GeneratorLoss(fakeScores, batch);
        Gradients discriminatorGradients = tape.Gradients(phase.Loss, model.Discriminator.Parameters);
        Gradients generatorGradients = tape.Gradients(generatorLoss, model.GeneratorParameters);
        StepDiscriminator(discriminatorGradients);
        generatorOptimizer.Step(generatorGradients);
        Record(tape, phase, generatorLoss);
    }

    private DiscriminatorPhase ComputeDiscriminatorLoss(GradientTape tape)
    {
        RealBatch real = batches.Next();
        GanBatch batch = new(real.Samples.Named("real"), noise.Next().Named("noise"), real.Labels?.Named("labels"));
        Tensor fake = model.Generate(batch).Named("fake");
        Tensor realScores = model.ScoreReal(batch).Named("real logits");
        Tensor fakeScores = model.ScoreFake(fake, batch).Named("fake logits");
        Tensor loss = model.DiscriminatorLoss(realScores, fakeScores);
        if (rules.PenaltyRandom is { } random)
        {
            loss += GradientPenalty.Of(tape, model, batch, fake, random) * rules.GradientPenalty;
        }

        return new DiscriminatorPhase(batch, fake, realScores, fakeScores, loss.Named("discriminator loss"));
    }

    private void UpdateDiscriminator(GradientTape tape, Tensor loss) =>
        StepDiscriminator(tape.Gradients(loss, model.Discriminator.Parameters));

    private void StepDiscriminator(Gradients gradients)
    {
        discriminatorOptimizer.Step(gradients);
        if (rules.WeightClip > 0)
        {
            foreach (Parameter parameter in model.Discriminator.Parameters)
            {
                parameter.Clip(rules.WeightClip);
            }
        }
    }

    private void Record(GradientTape tape, DiscriminatorPhase phase, Tensor generatorLoss)
    {
        tape.StopRecording();
        metrics.Put(TensorOperations.Concatenate(
            0,
            [
                phase.Loss.Reshape(1),
                generatorLoss.Reshape(1),
                model.ShownScore(phase.RealScores).Mean().Reshape(1),
                model.ShownScore(phase.FakeScores).Mean().Reshape(1),
                .. statistics.Select(statistic => statistic.Of(phase.Batch.Real, phase.Fake).Reshape(1)),
            ]));
    }

    private readonly record struct DiscriminatorPhase(GanBatch Batch, Tensor Fake, Tensor RealScores, Tensor FakeScores, Tensor Loss);
}
