namespace NativeGan.Engine.Operations;

/// <content>Softmax and its logarithm, made of elementary operations.</content>
public static partial class TensorOperations
{
    /// <summary>Softmax along an axis, y = eˣ / Σ eˣ.</summary>
    /// <remarks>
    /// Shapes: x [*] → y [*].
    /// Gradient: ∂L/∂x = y · (∂L/∂y − Σ ∂L/∂y · y), by the operations it is made of.
    /// At the edges: the axis' maximum is subtracted first (as a constant: it cancels), so nothing overflows.
    /// Source: Goodfellow, Bengio &amp; Courville, "Deep Learning" (2016), §4.1.
    /// </remarks>
    public static Tensor Softmax(this Tensor x, int axis = -1)
    {
        Tensor exponentials = (x - x.StopGradient().Max([axis], keepAxes: true)).Exp();
        return exponentials / exponentials.Sum(axis, keepAxis: true);
    }

    /// <summary>Logarithm of the softmax along an axis, y = x − ln Σ eˣ.</summary>
    /// <remarks>
    /// Shapes: x [*] → y [*].
    /// Gradient: ∂L/∂x = ∂L/∂y − softmax(x) · Σ ∂L/∂y.
    /// At the edges: finite where the softmax itself would round to 0.
    /// Source: Goodfellow, Bengio &amp; Courville, "Deep Learning" (2016), §4.1.
    /// </remarks>
    public static Tensor LogSoftmax(this Tensor x, int axis = -1)
    {
        Tensor shifted = x - x.StopGradient().Max([axis], keepAxes: true);
        return shifted - shifted.Exp().Sum(axis, keepAxis: true).Log();
    }

    /// <summary>Mean cross entropy between softmax(logits) and class numbers, −mean log softmax(logits)[class].</summary>
    /// <remarks>
    /// Shapes: logits [batch, classes], classes [batch] → a scalar.
    /// Gradient: ∂L/∂logits = (softmax(logits) − one-hot)/batch.
    /// At the edges: the other classes' logits may be −∞ or so far below that their logarithm overflows; −∞ at the class itself gives ∞.
    /// Source: Bishop, "Pattern Recognition and Machine Learning" (2006), equation 4.108.
    /// </remarks>
    public static Tensor SoftmaxCrossEntropy(this Tensor logits, Indices classes) => logits.Shape.Rank == 2 && classes.Shape.Count == logits.Shape[0]
        ? logits.SoftmaxCrossEntropy(OneHot(logits.Backend, classes, logits.Shape[1]))
        : throw new ShapeException($"SoftmaxCrossEntropy: logits are {logits.Shape}, classes {classes.Shape}; [batch, classes] and [batch] are expected.");

    /// <summary>Mean cross entropy between softmax(logits) and distributions over the classes, −mean Σ target · log softmax(logits).</summary>
    /// <remarks>
    /// Shapes: logits [batch, classes], target [batch, classes] → a scalar.
    /// Gradient: ∂L/∂logits = (softmax(logits) − target)/batch where the rows of the target sum to 1.
    /// At the edges: a class whose target is 0 adds nothing, even where its logarithm is −∞.
    /// Source: Bishop, "Pattern Recognition and Machine Learning" (2006), equation 4.108.
    /// </remarks>
    public static Tensor SoftmaxCrossEntropy(this Tensor logits, Tensor target) => logits.Shape.Rank == 2 && target.Shape.Equals(logits.Shape)
        ? logits.LogSoftmax().MultiplyOrZero(target).Sum().DivideScalar(-logits.Shape[0])
        : throw new ShapeException($"SoftmaxCrossEntropy: logits are {logits.Shape}, the target is {target.Shape}; both are to be [batch, classes].");
}
