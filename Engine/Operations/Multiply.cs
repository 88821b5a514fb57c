using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Product, y = a·b, element by element.</summary>
/// <remarks>
/// Shapes: a [*], b [*] → y [*], broadcast as NumPy does.
/// Gradient: ∂L/∂a = ∂L/∂y · b; ∂L/∂b = ∂L/∂y · a.
/// </remarks>
public sealed class Multiply : BinaryOperation<Multiply.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient * Inputs[1 - input];

    /// <summary>y as a function of a and b.</summary>
    public readonly struct Formula : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b) => a * b;

        /// <inheritdoc/>
        public double Invoke(double a, double b) => a * b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => a * b;
    }
}

/// <content>The method that applies <see cref="Operations.Multiply"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Multiply"/>
    public static Tensor Multiply(this Tensor a, Tensor b) => ApplyBroadcast(new Multiply(), a, b);
}
