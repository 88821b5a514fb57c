using NativeGan.Engine;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Gans;

/// <summary>E(‖∇D(x̂)‖ − 1)² with x̂ on the straight lines between real and generated samples: what keeps a critic Lipschitz.</summary>
/// <remarks>
/// x̂ = εx + (1 − ε)G(z), ε uniform on [0, 1) for each sample; where D judges a set at once, the set is its sample. The gradient is itself recorded, so that D's weights can be trained
/// through it. Source: Gulrajani et al. 2017, equation 3 and algorithm 1.
/// </remarks>
public static class GradientPenalty
{
    /// <summary>The penalty, without its factor.</summary>
    /// <param name="tape">The tape of D's phase.</param>
    /// <param name="model">Whose D.</param>
    /// <param name="batch">The real samples, and what else D sees.</param>
    /// <param name="fake">Generated samples, as many.</param>
    /// <param name="random">Draws ε.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Of(GradientTape tape, GanModel model, GanBatch batch, Tensor fake, RandomSource random)
    {
        int rows = batch.Real.Shape[0] / model.Packing, numbers = batch.Real.Shape.Count / rows;
        Tensor real = batch.Real.Reshape(rows, numbers), generated = fake.StopGradient().Reshape(rows, numbers), share = random.Uniform(new Shape(rows, 1));
        Tensor between = (real * share + generated * (1 - share)).Named("between real and fake");
        Tensor slopes = tape.Gradients(model.Score(between.Reshape(batch.Real.Shape[0], -1), batch).Sum(), [between], recordBackward: true)[between];

        // ‖g‖ has no gradient at g = 0, where D is flat: 1e-12 under the root keeps it finite and changes no norm of note.
        return ((slopes.Square().Sum(1) + 1e-12).Sqrt() - 1).Square().Mean();
    }
}
