using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Inverted dropout with a given mask, y = x·mask/keep, and 0 where the mask is 0.</summary>
/// <remarks>
/// Shapes: x [*], mask [*] (0 or 1) → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y · mask/keep; ∂L/∂mask = ∂L/∂y · x/keep.
/// At the edges: a dropped element is 0 even where x is infinite or NaN; so is its gradient.
/// Source: Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 15 (2014); its §10 names
/// the scaling at training time.
/// </remarks>
public sealed class DropoutMask(double keep) : BinaryOperation<DropoutMask.Formula>(new DropoutMask.Formula(keep))
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient.DropoutMask(Inputs[1 - input], keep);

    /// <summary>y as a function of a and b.</summary>
    public readonly struct Formula(double keep) : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b) => a == 0f ? 0f : b == 0f ? 0f : a * b / (float)keep;

        /// <inheritdoc/>
        public double Invoke(double a, double b) => a == 0 || b == 0 ? 0 : a * b / keep;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => Vector512.ConditionalSelect(
            Vector512.Equals(a, Vector512<float>.Zero) | Vector512.Equals(b, Vector512<float>.Zero),
            Vector512<float>.Zero,
            a * b / Vector512.Create((float)keep));
    }
}

/// <content>The method that applies <see cref="Operations.DropoutMask"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.DropoutMask"/>
    public static Tensor DropoutMask(this Tensor x, Tensor mask, double keepProbability) => ApplyBroadcast(new DropoutMask(keepProbability), x, mask);
}
