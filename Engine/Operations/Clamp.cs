using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using static System.Runtime.Intrinsics.Vector512;

namespace NativeGan.Engine.Operations;

/// <summary>Limits to an interval, y = min(max(x, lower), upper).</summary>
/// <remarks>
/// Shapes: x [*] → y [*].
/// Gradient: ∂L/∂x = ∂L/∂y where lower ≤ x ≤ upper, else 0.
/// At the edges: the derivative at the bounds is 1; NaN passes through, with the derivative 0. Where lower > upper, y = upper, with the derivative 0.
/// </remarks>
public sealed class Clamp(double lower, double upper) : UnaryOperation<Clamp.Formula>(new Clamp.Formula(lower, upper))
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        Apply(new ClampGradient(lower, upper), outputGradient, Inputs[0]);

    /// <summary>y as a function of x.</summary>
    public readonly struct Formula(double lower, double upper) : IUnaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float x)
        {
            float raised = x < (float)lower ? (float)lower : x;
            return raised > (float)upper ? (float)upper : raised;
        }

        /// <inheritdoc/>
        public double Invoke(double x)
        {
            double raised = x < lower ? lower : x;
            return raised > upper ? upper : raised;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x)
        {
            Vector512<float> raised = ConditionalSelect(LessThan(x, Create((float)lower)), Create((float)lower), x);
            return ConditionalSelect(GreaterThan(raised, Create((float)upper)), Create((float)upper), raised);
        }
    }
}

/// <summary>The gradient of <see cref="Clamp"/>: dy inside the interval, 0 outside.</summary>
/// <remarks>
/// Shapes: dy [*], x [*] → y [*].
/// Gradient: ∂L/∂dy = ∂L/∂y where lower ≤ x ≤ upper, else 0; ∂L/∂x = 0.
/// At the edges: dy at the bounds, 0 at NaN.
/// </remarks>
public sealed class ClampGradient(double lower, double upper) : BinaryOperation<ClampGradient.Formula>(new ClampGradient.Formula(lower, upper))
{
    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        input == 0 ? Operation.Apply(new ClampGradient(lower, upper), outputGradient, Inputs[1]) : Tensor.Zeros(outputGradient.Backend, outputGradient.Shape);

    /// <summary>The gradient formula.</summary>
    public readonly struct Formula(double lower, double upper) : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float dy, float x) => x >= (float)lower && x <= (float)upper ? dy : 0f;

        /// <inheritdoc/>
        public double Invoke(double dy, double x) => x >= lower && x <= upper ? dy : 0;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> dy, Vector512<float> x) =>
            ConditionalSelect(GreaterThanOrEqual(x, Create((float)lower)) & LessThanOrEqual(x, Create((float)upper)), dy, Vector512<float>.Zero);
    }
}

/// <content>The method that applies <see cref="Operations.Clamp"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Clamp"/>
    public static Tensor Clamp(this Tensor x, double lower, double upper) => Operation.Apply(new Clamp(lower, upper), x);

    /// <summary>Brings every value of a parameter into [−limit, limit], on the device and in place; a replayed step does it
    /// again.</summary>
    /// <remarks>Source: Arjovsky, Chintala &amp; Bottou, "Wasserstein GAN", ICML 2017, algorithm 1.</remarks>
    /// <param name="parameter">What is clipped; not recorded on a tape.</param>
    /// <param name="limit">Above 0.</param>
    public static void Clip(this Parameter parameter, double limit)
    {
        parameter.Backend.Hold(parameter.LiveBuffer());
        parameter.Backend.Map(new Clamp.Formula(-limit, limit), parameter.Buffer, parameter.Buffer);
        parameter.MarkChanged();
    }
}
