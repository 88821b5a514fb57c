using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using static System.Runtime.Intrinsics.Vector512;

namespace NativeGan.Engine.Operations;

/// <summary>Comparison with a constant, y = 1 where x &lt; c, else 0.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: 0 everywhere.
/// At the edges: 0 at NaN.
/// </remarks>
public sealed class LessThan(double constant) : UnaryOperation<LessThan.Formula>(new LessThan.Formula(constant))
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Tensor.Zeros(outputGradient.Backend, outputGradient.Shape);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula(double constant) : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => x < (float)constant ? 1f : 0f;

        /// <inheritdoc/>
        public double Invoke(double x) => x < constant ? 1 : 0;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) =>
            ConditionalSelect(LessThan(x, Create((float)constant)), Vector512<float>.One, Vector512<float>.Zero);
    }
}

/// <content>The method that applies <see cref="Operations.LessThan"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.LessThan"/>
    public static Tensor LessThan(this Tensor x, double constant) => Operation.Apply(new LessThan(constant), x);
}
