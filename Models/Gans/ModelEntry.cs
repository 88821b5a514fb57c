namespace NativeGan.Models.Gans;

/// <summary>A model that can be chosen by name.</summary>
/// <param name="create">Makes it with freshly drawn parameters, for what a run decides.</param>
/// <param name="uses">Properties of <see cref="GanSpecification"/> that it uses and other models do not.</param>
public sealed class ModelEntry(Func<GanSpecification, GanModel> create, params IReadOnlyList<string> uses)
{
    /// <summary>Properties of <see cref="GanSpecification"/> that it uses and other models do not.</summary>
    public IReadOnlyList<string> Uses => uses;

    /// <summary>The layers of a model whose networks are data where the run gives none, for the hidden units of G and of D; null for networks of its own.</summary>
    public Func<int, int, MlpGanDesign>? Design { get; init; }

    /// <summary>Whether a hidden layer follows another of the same width, so that there are weights of hidden × hidden.</summary>
    public bool HasInnerLayers { get; init; }

    /// <summary>Linear pieces of each of D's hidden units (<see cref="Layers.Maxout"/>); 1 for plain units.</summary>
    public int Pieces { get; init; } = 1;

    /// <summary>Numbers in a sample, where the networks are made for one size only; null for any.</summary>
    public int? SampleSize { get; init; }

    /// <summary>The model with freshly drawn parameters.</summary>
    public GanModel Create(GanSpecification run) => create(run);
}
