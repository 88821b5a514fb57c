using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Models;
using NativeGan.Models.Losses;
using NativeGan.Training.Optimizers;

namespace NativeGan.Training.Labs;

/// <summary>Trains a discriminator alone, against a generator that stays as it is.</summary>
/// <remarks>The learning rate falls to 0 along half a cosine, which averages the noise of the batches away (Loshchilov &amp; Hutter 2017, without restarts).</remarks>
internal static class DiscriminatorTraining
{
    private const int StepsPerRate = 20;

    /// <summary>Minimises the loss on fresh batches.</summary>
    /// <param name="context">Told how far it is.</param>
    /// <param name="network">D, whose output is a logit; changed in place.</param>
    /// <param name="real">Draws a batch of real samples on the device.</param>
    /// <param name="fake">Draws a batch of fakes on the device.</param>
    /// <param name="steps">Updates, 1 or more.</param>
    /// <param name="learningRate">Of Adam, at the start.</param>
    public static void Run(LabContext context, Module network, Func<Tensor> real, Func<Tensor> fake, int steps, double learningRate)
    {
        IGanLoss loss = LossCatalog.All["non-saturating-logits"];
        using IParameterUpdater adam = new OptimizerOptions { LearningRate = learningRate }.Create(network.Parameters);
        using ICapturedStep step = network.Parameters[0].Backend.Capture(() =>
        {
            using GradientTape tape = new();
            adam.Step(tape.Gradients(loss.Discriminator(network.Forward(real()), network.Forward(fake())), network.Parameters));
        });
        for (int done = 1; done < steps; done++)
        {
            if (done % StepsPerRate == 0)
            {
                adam.Clock = adam.Clock with { LearningRate = learningRate * 0.5 * (1 + Math.Cos(Math.PI * done / steps)) };
            }

            step.Replay();
            context.Progress?.Invoke(done + 1, steps);
        }
    }
}
