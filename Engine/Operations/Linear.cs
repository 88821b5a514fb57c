using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Affine map, y = x·W + b: a matrix product whose bias is added while the tile is still in registers or cache.</summary>
/// <remarks>
/// Shapes: x [batch, in], weight [in, out], bias [out] → y [batch, out].
/// Gradient: ∂L/∂x = ∂L/∂y · Wᵀ; ∂L/∂W = xᵀ · ∂L/∂y; ∂L/∂b = Σ over the batch of ∂L/∂y.
/// </remarks>
public sealed class Linear : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape()
    {
        MatMulSize size = Size();
        Shape bias = Inputs[2].Shape;
        return bias.Rank == 1 && bias[0] == size.Columns
            ? new Shape(size.Rows, size.Columns)
            : throw new ShapeException($"{Name}: the bias is {bias}, [{size.Columns}] is expected for a weight of {Inputs[1].Shape}.");
    }

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) =>
        backend.MatMul(Size(), InputBuffer(0), InputBuffer(1), InputBuffer(2), default(Identity), Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => input switch
    {
        0 => outputGradient.MatMul(Inputs[1], transposeB: true),
        1 => Inputs[0].MatMul(outputGradient, transposeA: true),
        _ => outputGradient.Sum(0),
    };

    private MatMulSize Size() => Operations.MatMul.Size(Name, Inputs[0].Shape, Inputs[1].Shape, transposeA: false, transposeB: false);
}

/// <content>The method that applies <see cref="Operations.Linear"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Linear"/>
    /// <exception cref="ShapeException">x and weight are no matrices with equal inner extents, or the bias has another length.</exception>
    public static Tensor Linear(this Tensor x, Tensor weight, Tensor bias) => Operation.Apply(new Linear(), x, weight, bias);
}
