using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;

namespace NativeGan.Engine.Checking;

/// <summary>Formulas of the operations through Map and Zip: on an interval, and where they are of one number on zeros, infinities
/// and NaN.</summary>
public static class FormulaCases
{
    private const int Length = 333;

    /// <summary>One case a formula.</summary>
    public static IReadOnlyList<PrimitiveCase> All { get; } =
    [
        Map(new Abs.Formula(), -8, 8), Map(new AddScalar.Formula(0.75), -8, 8), Map(new Clamp.Formula(-0.5, 1.25), -2, 2),
        Map(new Cos.Formula(), -4, 4), Map(new EluOperation.Formula(0.5), -8, 8), Map(new Exp.Formula(), -8, 8), Map(new Identity(), -8, 8),
        Map(new LeakyRelu.Formula(0.25), -8, 8), Map(new LessThan.Formula(0.5), -1, 1), Map(new Log.Formula(), 0.01, 8),
        Map(new MultiplyScalar.Formula(0.3), -8, 8), Map(new Negate.Formula(), -8, 8), Map(PixelScaling.MinusOneToOne, 0, 255),
        Map(new PowScalar.Formula(1.5), 0.01, 8), Map(new PowScalar.Formula(3), -4, 4), Map(new Reciprocal.Formula(), 0.1, 8),
        Map(new ReciprocalSqrt.Formula(), 0.1, 8), Map(new Relu.Formula(), -8, 8), Map(new Sigmoid.Formula(), -8, 8),
        Map(new Sign.Formula(), -8, 8), Map(new Sin.Formula(), -4, 4), Map(new Softplus.Formula(), -20, 20), Map(new Sqrt.Formula(), 0, 8),
        Map(new Square.Formula(), -8, 8), Map(new Tanh.Formula(), -8, 8),
        Zip(new Add.Formula()), Zip(new Subtract.Formula()), Zip(new Multiply.Formula()), Zip(new Divide.Formula()), Zip(new Maximum.Formula()),
        Zip(new Minimum.Formula()), Zip(new EqualTo.Formula()), Zip(new GreaterOrHalf.Formula()), Zip(new ReluGradient.Formula()),
        Zip(new LeakyReluGradient.Formula(0.25)), Zip(new SigmoidGradient.Formula()), Zip(new TanhGradient.Formula()),
        Zip(new EluGradient.Formula(0.5)), Zip(new ClampGradient.Formula(0.2, 0.8)), Zip(new Pow.Formula()), Zip(new DropoutMask.Formula(0.75)),
        Zip(new BinaryCrossEntropy.Formula()), Zip(new BinaryCrossEntropyWithLogits.Formula()),
    ];

    // After the numbers: zeros of both signs, infinities and NaN.
    private static PrimitiveCase Map<TFormula>(TFormula formula, double low, double high) where TFormula : unmanaged, IUnaryFormula
    {
        double[] x = [.. Operand.Uniform(Length, low, high, stream: 0), 0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        return new(
            $"Map {Name(formula)}", $"{x.Length} on [{low}, {high}) and infinities", [Operand.Of(x), Operand.Blank(x.Length)], [1],
            (backend, b) => backend.Map(formula, b[0], b[1]), Tolerance.Formula);
    }

    // Numbers in (0, 1), where every formula is defined; the first two are equal.
    private static PrimitiveCase Zip<TFormula>(TFormula formula) where TFormula : unmanaged, IBinaryFormula
    {
        double[] a = Operand.Uniform(Length, 0.01, 0.99, stream: 1), b = Operand.Uniform(Length, 0.01, 0.99, stream: 2);
        b[0] = a[0];
        return new(
            $"Zip {Name(formula)}", $"{Length}", [Operand.Of(a), Operand.Of(b), Operand.Blank(Length)], [2],
            (backend, buffers) => backend.Zip(formula, buffers[0], buffers[1], buffers[2]), Tolerance.Formula);
    }

    private static string Name<TFormula>(TFormula formula) => (formula!.GetType().DeclaringType ?? formula.GetType()).Name;
}
