using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Operations;

/// <summary>Rows of a table by number, y[r, :] = table[indices[r], :].</summary>
/// <remarks>
/// Shapes: table [rows, columns], indices [*] → y [*, columns].
/// Gradient: ∂L/∂table[t, :] = Σ ∂L/∂y[r, :] over the r with indices[r] = t; rows that no index names get 0.
/// Source: Bengio et al., "A Neural Probabilistic Language Model", JMLR 3 (2003), §2.
/// </remarks>
public sealed class Embedding(Indices indices) : Operation
{
    private readonly int _version = indices.Buffer.Version;

    /// <inheritdoc/>
    protected override Shape InferShape() => Inputs[0].Shape.Rank == 2
        ? new Shape([.. indices.Shape.Extents, Inputs[0].Shape[1]])
        : throw new ShapeException($"{Name}: the table is {Inputs[0].Shape}, two axes (rows, columns) are expected.");

    /// <inheritdoc/>
    protected override void Forward(IBackend backend)
    {
        backend.Hold(indices.LiveBuffer());
        backend.Gather(default(Identity), Inputs[0].Shape[1], InputBuffer(0), indices.Buffer, Output.Buffer);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The indices were redrawn since.</exception>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => indices.Buffer.Version == _version
        ? Apply(new EmbeddingGradient(indices, Inputs[0].Shape), outputGradient)
        : throw new InvalidOperationException($"Gradient of {Name}: its indices were redrawn after this operation used them. Take the gradient first, or draw into other indices.");
}

/// <summary>The gradient of <see cref="Embedding"/>: each row is added to the table row that its index names.</summary>
/// <remarks>
/// Shapes: rows [*, columns], indices [*] → table [rows, columns].
/// Gradient: ∂L/∂rows[r, :] = ∂L/∂table[indices[r], :], which is <see cref="Embedding"/> again.
/// At the edges: a table row that no index names is 0.
/// </remarks>
public sealed class EmbeddingGradient(Indices indices, Shape table) : Operation
{
    /// <inheritdoc/>
    protected override Shape InferShape() => table;

    /// <inheritdoc/>
    protected override void Forward(IBackend backend) => backend.ScatterAdd(table[1], InputBuffer(0), indices.Buffer, Output.Buffer);

    /// <inheritdoc/>
    protected internal override Tensor InputGradient(int input, Tensor outputGradient) => Apply(new Embedding(indices), outputGradient);
}

/// <content>The methods that apply <see cref="Operations.Embedding"/>.</content>
public static partial class TensorOperations
{
    /// <inheritdoc cref="Operations.Embedding"/>
    /// <exception cref="ShapeException">The table is no matrix.</exception>
    public static Tensor Embedding(this Tensor table, Indices indices) => Operation.Apply(new Embedding(indices), table);

    /// <summary>One-hot rows, y[r, c] = 1 where c = indices[r], else 0: rows of the identity matrix.</summary>
    /// <param name="backend">Where the result lives.</param>
    /// <param name="indices">Integers in [0, <paramref name="depth"/>).</param>
    /// <param name="depth">Columns of the result.</param>
    /// <returns>[*, depth].</returns>
    public static Tensor OneHot(IBackend backend, Indices indices, int depth)
    {
        Tensor identity = Tensor.Zeros(backend, new Shape(depth, depth));
        Tensor ones = Tensor.Ones(backend, new Shape(depth));
        backend.CopyBlock(BlockCopy.Create(0, 0, [new BlockAxis(depth, 1, depth + 1)]), ones.Buffer, identity.Buffer);
        return identity.Embedding(indices);
    }
}
