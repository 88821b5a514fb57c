using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Difference, y = a − b.</summary>
/// <remarks>
/// Shapes: a [*], b [*] → y [*], broadcast as NumPy does.
/// Gradient: ∂L/∂a = ∂L/∂y; ∂L/∂b = −∂L/∂y.
/// </remarks>
public sealed class Subtract : BinaryOperation<Subtract.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        input == 0 ? outputGradient : outputGradient.Negate();

    /// <summary>y as a function of a and b.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b) => a - b;

        /// <inheritdoc/>
        public double Invoke(double a, double b) => a - b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => a - b;
    }
}

/// <content>The method that applies <see cref="Operations.Subtract"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Subtract"/>
    public static Tensor Subtract(this Tensor a, Tensor b) => ApplyBroadcast(new Subtract(), a, b);
}
