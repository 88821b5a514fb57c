using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Matrix products of a batch, yᵢ = op(aᵢ)·op(bᵢ) for each i of the batch, where op transposes on request.</summary>
/// <remarks>
/// Shapes: a [batch, m, k] (or [batch, k, m] transposed), b [batch, k, n] (or [batch, n, k] transposed) → y [batch, m, n].
/// Gradient: ∂L/∂aᵢ = ∂L/∂yᵢ · bᵢᵀ and ∂L/∂bᵢ = aᵢᵀ · ∂L/∂yᵢ: products of this kind again, the transposes are flags.
/// At the edges: k = 0 gives zeros; a batch of 0 gives nothing.
/// Each product is one <see cref="MatMul"/> on copies of its three matrices.
/// </remarks>
/// <param name="transposeA">Whether op transposes each a.</param>
/// <param name="transposeB">Whether op transposes each b.</param>
public sealed class BatchMatMul(bool transposeA, bool transposeB) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape()
    {
        Shape a = Inputs[0].Shape, b = Inputs[1].Shape;
        if (a.Rank != 3 || b.Rank != 3 || a[0] != b[0])
        {
            throw new ShapeException($"{Name}: two batches of matrices, of three axes and with equal first extents, are expected, a is {a}, b is {b}.");
        }

        MatMulSize size = Size();
        return new Shape(a[0], size.Rows, size.Columns);
    }

    /// <inheritdoc/>
    protected override void Forward(IBackend backend)
    {
        if (Output.Shape.Count == 0)
        {
            return;
        }

        MatMulSize size = Size();
        int lengthA = Inputs[0].Shape.Without(0, 1).Count, lengthB = Inputs[1].Shape.Without(0, 1).Count, length = Output.Shape.Without(0, 1).Count;
        DeviceBuffer a = backend.Allocate(lengthA, backend.FloatType), b = backend.Allocate(lengthB, backend.FloatType);
        DeviceBuffer y = backend.Allocate(length, backend.FloatType);
        for (int product = 0; product < Output.Shape[0]; product++)
        {
            backend.CopyBlock(BlockCopy.Create(product * lengthA, 0, [new BlockAxis(lengthA, 1, 1)]), InputBuffer(0), a);
            backend.CopyBlock(BlockCopy.Create(product * lengthB, 0, [new BlockAxis(lengthB, 1, 1)]), InputBuffer(1), b);
            backend.MatMul(size, a, b, null, default(Identity), y);
            backend.CopyBlock(BlockCopy.Create(0, product * length, [new BlockAxis(length, 1, 1)]), y, Output.Buffer);
        }

        a.Release();
        b.Release();
        y.Release();
    }

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient)
    {
        Tensor a = Inputs[0], b = Inputs[1];
        if (input == 0)
        {
            return transposeA
                ? b.BatchMatMul(outputGradient, transposeA: transposeB, transposeB: true)
                : outputGradient.BatchMatMul(b, transposeB: !transposeB);
        }

        return transposeB
            ? outputGradient.BatchMatMul(a, transposeA: true, transposeB: transposeA)
            : a.BatchMatMul(outputGradient, transposeA: !transposeA);
    }

    private MatMulSize Size() =>
        MatMul.Size(Name, Inputs[0].Shape.Without(0, 1), Inputs[1].Shape.Without(0, 1), transposeA, transposeB);
}

/// <content>The method that applies <see cref="Operations.BatchMatMul"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.BatchMatMul"/>
    /// <exception cref="ShapeException">Not two batches of matrices of one size, or their inner extents differ.</exception>
    public static Tensor BatchMatMul(this Tensor a, Tensor b, bool transposeA = false, bool transposeB = false) =>
        Operation.Apply(new BatchMatMul(transposeA, transposeB), a, b);
}
