using NativeGan.Engine;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Gans;

/// <summary>E(‖∇D(x̂)‖ − 1)² with x̂ on the straight lines between real and generated samples: it keeps the critic's slope near 1.</summary>
/// <remarks>
/// x̂ = εx + (1 − ε)G(z), with one ε, uniform on [0, 1), for each sample; where D judges a set of samples at once, for each set. The gradient
/// ∇D(x̂) is recorded on the tape like any other operation, so that D's weights can be trained through it.
/// Source: Gulrajani et al. 2017, equation 3 and algorithm 1.
/// </remarks>
public static class GradientPenalty
{
    /// <summary>The penalty, without its factor.</summary>
    /// <param name="tape">The tape of D's phase.</param>
    /// <param name="score">D: its raw outputs for samples [batch, sample size].</param>
    /// <param name="packing">Samples that D judges at once.</param>
    /// <param name="real">Real samples, [batch, sample size].</param>
    /// <param name="fake">Generated samples, as many.</param>
    /// <param name="random">Draws ε.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Of(GradientTape tape, Func<Tensor, Tensor> score, int packing, Tensor real, Tensor fake, RandomSource random)
    {
        int samples = real.Shape[0], rows = samples / packing, numbers = real.Shape.Count / rows;
        Tensor sets = real.Reshape(rows, numbers), generated = fake.StopGradient().Reshape(rows, numbers), share = random.Uniform(new Shape(rows, 1));
        Tensor between = (sets * share + generated * (1 - share)).Named("between real and fake");
        Tensor slopes = tape.Gradients(score(between.Reshape(samples, -1)).Sum(), [between], recordBackward: true)[between];

        // ‖g‖ has no gradient at g = 0, where D is flat: 1e-12 under the root keeps it finite and changes no norm of note.
        return ((slopes.Square().Sum(1) + 1e-12).Sqrt() - 1).Square().Mean();
    }
}
