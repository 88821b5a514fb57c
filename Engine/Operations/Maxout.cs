namespace NativeGan.Engine.Operations;

/// <content>Maxout, made of <see cref="Operations.Max"/>.</content>
public static partial class TensorOperations
{
    /// <summary>Maxout, y[…, f] = max over its pieces of x[…, f·pieces + piece]: each feature is the largest of neighbouring numbers.</summary>
    /// <remarks>
    /// Shapes: x [*, features·pieces] → y [*, features].
    /// Gradient: ∂L/∂y goes to the piece that is the largest.
    /// At the edges: pieces that are equal share it equally, as <see cref="Operations.Max"/> does; NaN if any piece is NaN.
    /// Source: Goodfellow et al., "Maxout Networks", ICML 2013, equation 1.
    /// </remarks>
    /// <param name="x">The pieces, those of a feature side by side.</param>
    /// <param name="pieces">Numbers that compete for a feature, at least 1; 5 in the first GAN's discriminator (Goodfellow et al. 2014).</param>
    /// <exception cref="ShapeException">The last axis is no multiple of the pieces.</exception>
    public static Tensor Maxout(this Tensor x, int pieces)
    {
        if (x.Shape.Rank == 0 || pieces < 1 || x.Shape[-1] % pieces != 0)
        {
            throw new ShapeException($"Maxout: the last axis of {x.Shape} does not divide into groups of {pieces} pieces. Make it a multiple of them.");
        }

        int[] extents = x.Shape.Extents.ToArray();
        return x.Reshape([.. extents[..^1], extents[^1] / pieces, pieces]).Max([-1]);
    }
}
