using NativeGan.Engine;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models.Gans;
using NativeGan.Models.Losses;
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

    /// <summary>Hears of every phase; null for nobody.</summary>
    public IStepListener? Listener { get; set; }

    /// <summary>Whether fused operations are split, so that a listener sees every value; the numbers are the same.</summary>
    public bool SplitsFusedOperations { get; set; }

    /// <summary>Runs the step.</summary>
    public void Run()
    {
        // Each of D's first k − 1 updates has its own tape, so its temporaries return to the pool before the next update.
        // D's last update and G's share a tape, because G may use D's samples and scores.
        for (int number = 1; number < rules.DiscriminatorSteps; number++)
        {
            using GradientTape own = new() { SplitsFusedOperations = SplitsFusedOperations };
            Update(Differentiate(BeginDiscriminator(own, number)));
        }

        using GradientTape tape = new() { SplitsFusedOperations = SplitsFusedOperations };
        Forward discriminator = BeginDiscriminator(tape, rules.DiscriminatorSteps);
        Forward generator;
        if (rules.Order == UpdateOrder.Simultaneous)
        {
            generator = BeginGenerator(discriminator, rules.SharesNoise ? discriminator.FakeScores : null);
            StepPhase discriminatorPhase = Differentiate(discriminator), generatorPhase = Differentiate(generator);
            Update(discriminatorPhase);
            Update(generatorPhase);
        }
        else
        {
            Update(Differentiate(discriminator));
            generator = BeginGenerator(discriminator, fakeScores: null);
            Update(Differentiate(generator));
        }

        tape.StopRecording();
        Record(discriminator, generator.Loss);
    }

    private Forward BeginDiscriminator(GradientTape tape, int number)
    {
        Listener?.OnPhaseBegins(StepPhaseKind.Discriminator, number);
        RealBatch real = batches.Next();
        GanBatch batch = new(real.Samples.Named("real"), noise.Next().Named("noise"), real.Labels?.Named("labels"));
        Tensor fake = model.Generate(batch).Named("fake");
        Tensor realScores = model.ScoreReal(batch).Named("real logits");
        Tensor fakeScores = model.ScoreFake(fake, batch).Named("fake logits");
        Tensor loss = model.DiscriminatorLoss(realScores, fakeScores);
        if (rules.PenaltyRandom is { } random)
        {
            loss += GradientPenalty.Of(tape, samples => model.Score(samples, batch), model.Packing, batch.Real, fake, random).Named("gradient penalty") * rules.GradientPenalty;
        }

        return new Forward(StepPhaseKind.Discriminator, number, tape, tape.Operations.Count, batch, fake, realScores, fakeScores, loss.Named("D loss"));
    }

    /// <param name="discriminator">D's last phase.</param>
    /// <param name="fakeScores">D's scores where they are still those of the same samples and weights; else null.</param>
    private Forward BeginGenerator(Forward discriminator, Tensor? fakeScores)
    {
        Listener?.OnPhaseBegins(StepPhaseKind.Generator, 1);
        GanBatch batch = rules.SharesNoise ? discriminator.Batch : discriminator.Batch with { Noise = noise.Next().Named("fresh noise") };
        Tensor fake = rules.SharesNoise ? discriminator.Fake : model.Generate(batch).Named("fresh fake");
        Tensor scores = fakeScores ?? model.ScoreFake(fake, batch).Named("fake logits in G's phase");
        Tensor loss = model.GeneratorLoss(scores, batch).Named("G loss");
        return new Forward(StepPhaseKind.Generator, 1, discriminator.Tape, discriminator.Tape.Operations.Count, batch, fake, discriminator.RealScores, scores, loss);
    }

    private StepPhase Differentiate(Forward forward)
    {
        IReadOnlyList<Parameter> parameters = forward.Kind == StepPhaseKind.Generator ? model.GeneratorParameters : model.Discriminator.Parameters;
        StepPhase phase = new(
            forward.Kind, forward.Number, forward.Tape, forward.OperationCount, forward.Batch, forward.Fake, forward.Loss,
            forward.Tape.Gradients(forward.Loss, parameters));
        Listener?.OnGradients(phase);
        return phase;
    }

    private void Update(StepPhase phase)
    {
        if (phase.Kind == StepPhaseKind.Generator)
        {
            generatorOptimizer.Step(phase.Gradients);
        }
        else
        {
            discriminatorOptimizer.Step(phase.Gradients);
            ClipDiscriminator();
        }

        Listener?.OnUpdated(phase);
    }

    private void ClipDiscriminator()
    {
        if (rules.WeightClip > 0)
        {
            foreach (Parameter parameter in model.Discriminator.Parameters)
            {
                parameter.Clip(rules.WeightClip);
            }
        }
    }

    private void Record(Forward discriminator, Tensor generatorLoss) => metrics.Put(TensorOperations.Concatenate(
        0,
        [
            discriminator.Loss.Reshape(1),
            generatorLoss.Reshape(1),
            model.ShownScore(discriminator.RealScores).Mean().Reshape(1),
            model.ShownScore(discriminator.FakeScores).Mean().Reshape(1),
            .. statistics.Select(statistic => statistic.Of(discriminator.Batch.Real, discriminator.Fake).Reshape(1)),
        ]));

    /// <summary>A phase up to its loss.</summary>
    private sealed record Forward(
        StepPhaseKind Kind, int Number, GradientTape Tape, int OperationCount, GanBatch Batch, Tensor Fake, Tensor RealScores, Tensor FakeScores, Tensor Loss);
}
