using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Matrix product, y = op(a)·op(b), where op transposes on request.</summary>
/// <remarks>
/// Shapes: a [m, k] (or [k, m] transposed), b [k, n] (or [n, k] transposed) → y [m, n].
/// Gradient: for y = a·b, ∂L/∂a = ∂L/∂y · bᵀ and ∂L/∂b = aᵀ · ∂L/∂y; the transposes are flags, never copies.
/// At the edges: k = 0 gives zeros.
/// Source: Magnus &amp; Neudecker, "Matrix Differential Calculus", chapter 9.
/// </remarks>
public sealed class MatMul(bool transposeA, bool transposeB) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape()
    {
        MatMulSize size = Size(Name, Inputs[0].Shape, Inputs[1].Shape, transposeA, transposeB);
        return new Shape(size.Rows, size.Columns);
    }

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) => backend.MatMul(
        Size(Name, Inputs[0].Shape, Inputs[1].Shape, transposeA, transposeB),
        InputBuffer(0), InputBuffer(1), addend: null, default(Identity), Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient)
    {
        Tensor a = Inputs[0], b = Inputs[1];
        if (input == 0)
        {
            return transposeA
                ? b.MatMul(outputGradient, transposeA: transposeB, transposeB: true)
                : outputGradient.MatMul(b, transposeB: !transposeB);
        }

        return transposeB
            ? outputGradient.MatMul(a, transposeA: true, transposeB: transposeA)
            : a.MatMul(outputGradient, transposeA: !transposeA);
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
    /// <exception cref="ShapeException">Not two matrices, or their inner extents differ.</exception>
    public static Tensor MatMul(this Tensor a, Tensor b, bool transposeA = false, bool transposeB = false) =>
        Operation.Apply(new MatMul(transposeA, transposeB), a, b);
}
