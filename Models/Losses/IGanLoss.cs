using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Losses;

/// <summary>The two objectives of a GAN, as functions of the discriminator's raw outputs (logits).</summary>
/// <remarks>Source: Goodfellow et al. 2014, §3, for the two objectives; the losses name their own.</remarks>
public interface IGanLoss
{
    /// <summary>What the discriminator minimises.</summary>
    /// <param name="real">D's logits on real samples, [batch, 1].</param>
    /// <param name="fake">D's logits on generated samples, [batch, 1].</param>
    /// <returns>A scalar.</returns>
    Tensor Discriminator(Tensor real, Tensor fake);

    /// <summary>What the generator minimises.</summary>
    /// <param name="fake">D's logits on generated samples, [batch, 1].</param>
    /// <returns>A scalar.</returns>
    Tensor Generator(Tensor fake);

    /// <summary>D's raw outputs as progress and metrics show them: probabilities, or as they are where the loss has no probabilities.</summary>
    Tensor Shown(Tensor scores) => scores.Sigmoid();

    /// <summary>Why this loss makes a training diverge, and what to do; null where nothing of it is known for that.</summary>
    string? DivergenceAdvice => null;
}
