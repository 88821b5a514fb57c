namespace NativeGan.Engine.Operations;

/// <content>Squared error.</content>
public static partial class TensorOperations
{
    /// <summary>Mean squared error, mean (x − target)²; a scalar.</summary>
    /// <remarks>
    /// Shapes: x [*], target [*] → a scalar.
    /// Gradient: ∂L/∂x = 2(x − target)/n; ∂L/∂target is its negative.
    /// Source: as a GAN's loss, Mao et al., "Least Squares Generative Adversarial Networks", ICCV 2017, equation 2.
    /// </remarks>
    public static Tensor MeanSquaredError(this Tensor x, Tensor target) => (x - target).Square().Mean();
}
