using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;

namespace NativeGan.Models.Layers;

/// <summary>A learnt vector for each class.</summary>
/// <remarks>
/// Shapes: labels [*] → y [*, size], from the table [classes, size]. As a module it takes one-hot rows [batch, classes]; the product of a
/// one-hot row and the table is the same vector. Source: Bengio et al., JMLR 2003, §2 (the matrix C).
/// </remarks>
public sealed class LabelEmbedding : Module
{
    private readonly Parameter _table;

    /// <summary>A layer with a freshly drawn table.</summary>
    /// <param name="name">Prefix of its parameter's name: <c>name.weight</c>.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="size">Numbers in a vector, at least 1.</param>
    /// <param name="initializer">How the initial values are drawn, as for a linear layer from classes to size.</param>
    /// <param name="random">What they are drawn from.</param>
    /// <param name="backend">Where the table lives.</param>
    public LabelEmbedding(string name, int classes, int size, IInitializer initializer, InitialValues random, IBackend backend)
    {
        InitialDistribution distribution = initializer.Weight(new Fan(classes, size));
        _table = new Parameter($"{name}.weight", backend, random.Draw(distribution, classes * size), new Shape(classes, size));
        Parameters = [_table];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The vectors of some labels.</summary>
    /// <param name="labels">Class numbers from 0.</param>
    /// <returns>[*, size].</returns>
    public Tensor Forward(Indices labels) => _table.Embedding(labels);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.MatMul(_table);
}
