using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Inverted dropout, y = x/keep where u &lt; keep, else 0, for numbers u uniform on [0, 1).</summary>
/// <remarks>
/// Shapes: x [*], u [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y/keep where u &lt; keep, else 0; none for u.
/// At the edges: keep = 1 gives x; the comparison is made in single precision on every backend, so that all drop the same elements.
/// Source: Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 15 (2014); its §10 names
/// the scaling at training time.
/// </remarks>
/// <param name="keep">The probability that an element stays, above 0 and at most 1.</param>
public sealed class DropoutOperation(double keep) : BinaryOperation<DropoutOperation.Formula>(new DropoutOperation.Formula(keep))
{
    /// <inheritdoc/>
    protected internal override bool IsDifferentiable(int input) => input == 0;

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => Apply(new DropoutOperation(keep), outputGradient, Inputs[1]);

    /// <summary>y as a function of x and u.</summary>
    public readonly struct Formula(double keep) : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x, float u) => u < (float)keep ? x / (float)keep : 0f;

        /// <inheritdoc/>
        public double Invoke(double x, double u) => u < (float)keep ? x / keep : 0;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x, Vector512<float> u) => Vector512.ConditionalSelect(
            Vector512.LessThan(u, Vector512.Create((float)keep)), x / Vector512.Create((float)keep), Vector512<float>.Zero);
    }
}

/// <content>The method that applies <see cref="DropoutOperation"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="DropoutOperation"/>
    /// <param name="x">The numbers some of which are dropped.</param>
    /// <param name="uniform">u, of x's shape: <see cref="RandomSource.Uniform"/>.</param>
    /// <param name="keepProbability">keep.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor Dropout(this Tensor x, Tensor uniform, double keepProbability) => Operation.Apply(new DropoutOperation(keepProbability), x, uniform);
}
