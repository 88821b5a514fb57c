using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Natural logarithm, y = ln x.</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y / x.
/// At the edges: −∞ at 0, NaN below 0. Where 0 can occur, add an epsilon or compute from logits.
/// </remarks>
public sealed class Log : UnaryOperation<Log.Formula>
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        outputGradient / Inputs[0];

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x) => MathF.Log(x);

        /// <inheritdoc/>
        public double Invoke(double x) => Math.Log(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Log(x);
    }
}

/// <content>The method that applies <see cref="Operations.Log"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Log"/>
    public static Tensor Log(this Tensor x) => Operation.Apply(new Log(), x);
}
