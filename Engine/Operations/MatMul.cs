using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Matrix product, y = op(a)·op(b), or y = op(a)·op(b) + addend, where op transposes on request.</summary>
/// <remarks>
/// Shapes: a [m, k] (or [k, m] transposed), b [k, n] (or [n, k] transposed), addend [m, n] → y [m, n].
/// Gradient: for y = a·b, ∂L/∂a = ∂L/∂y · bᵀ and ∂L/∂b = aᵀ · ∂L/∂y; the transposes are flags, never copies.
/// ∂L/∂addend = ∂L/∂y.
/// At the edges: k = 0 gives zeros, or the addend.
/// Source: Magnus &amp; Neudecker, "Matrix Differential Calculus with Applications in Statistics and Econometrics", chapter 9.
/// </remarks>
public sealed class MatMul(bool transposeA, bool transposeB) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape()
    {
        MatMulSize size = Size(Name, Inputs[0].Shape, Inputs[1].Shape, transposeA, transposeB);
        Shape result = new(size.Rows, size.Columns);
        return Inputs.Count < 3 || Inputs[2].Shape.Equals(result)
            ? result
            : throw new ShapeException($"{Name}: the addend is {Inputs[2].Shape}, the product is {result}; they must be equal.");
    }

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) => backend.MatMul(
        Size(Name, Inputs[0].Shape, Inputs[1].Shape, transposeA, transposeB),
        InputBuffer(0), InputBuffer(1), Inputs.Count < 3 ? null : InputBuffer(2), default(Identity), Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) =>
        input == 2 ? outputGradient : FactorGradient(input, outputGradient, addend: null);

    /// <inheritdoc/>
    protected internal override Tensor AddInputGradient(int input, Tensor outputGradient, Tensor sum) =>
        input == 2 ? base.AddInputGradient(input, outputGradient, sum) : FactorGradient(input, outputGradient, sum);

    private Tensor FactorGradient(int input, Tensor outputGradient, Tensor? addend)
    {
        Tensor a = Inputs[0], b = Inputs[1];
        if (input == 0)
        {
            return transposeA
                ? b.MatMul(outputGradient, transposeA: transposeB, transposeB: true, addend)
                : outputGradient.MatMul(b, transposeB: !transposeB, addend: addend);
        }

        return transposeB
            ? outputGradient.MatMul(a, transposeA: true, transposeB: transposeA, addend)
            : a.MatMul(outputGradient, transposeA: !transposeA, addend: addend);
    }

    /// <summary>The extents of a product, or a message that says which do not fit and what would.</summary>
    internal static MatMulSize Size(string operation, Shape a, Shape b, bool transposeA, bool transposeB)
    {
        if (a.Rank != 2 || b.Rank != 2)
        {
            throw new ShapeException($"{operation}: two matrices are expected, a is {a}, b is {b}. Reshape them to two axes.");
        }

        int rows = transposeA ? a[1] : a[0];
        int inner = transposeA ? a[0] : a[1];
        int innerB = transposeB ? b[1] : b[0];
        int columns = transposeB ? b[0] : b[1];
        if (inner == innerB)
        {
            return new MatMulSize(rows, columns, inner, transposeA, transposeB);
        }

        string remedy = inner == columns
            ? $" Pass transposeB: {(transposeB ? "false" : "true")} to multiply by b{(transposeB ? " as it is" : "'s transpose")}."
            : string.Empty;
        string flags = transposeA || transposeB
            ? $" (transposeA: {(transposeA ? "true" : "false")}, transposeB: {(transposeB ? "true" : "false")})"
            : string.Empty;
        throw new ShapeException($"{operation}: inner extents differ: a is {a}, b is {b}{flags}.{remedy}");
    }
}

/// <content>The method that applies <see cref="Operations.MatMul"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.MatMul"/>
    /// <exception cref="ShapeException">Not two matrices, their inner extents differ, or the addend's shape is not the product's.</exception>
    public static Tensor MatMul(this Tensor a, Tensor b, bool transposeA = false, bool transposeB = false, Tensor? addend = null) =>
        addend is null
            ? Operation.Apply(new MatMul(transposeA, transposeB), a, b)
            : Operation.Apply(new MatMul(transposeA, transposeB), a, b, addend);
}
