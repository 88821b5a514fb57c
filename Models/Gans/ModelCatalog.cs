namespace NativeGan.Models.Gans;

/// <summary>The GANs by the names the command line uses: a new one is its file and one line here.</summary>
public static class ModelCatalog
{
    private const string G = nameof(GanSpecification.GeneratorHidden), D = nameof(GanSpecification.DiscriminatorHidden);
    private const string Packing = nameof(GanSpecification.Packing);
    private const string Dropout = nameof(GanSpecification.DropoutKeep), InputDropout = nameof(GanSpecification.InputDropoutKeep);

    /// <summary>Name → the model with freshly drawn parameters, for what a run decides, and what of that it uses.</summary>
    public static IReadOnlyDictionary<string, ModelEntry> All { get; } = new Dictionary<string, ModelEntry>
    {
        ["vanilla"] = new(run => new VanillaGan(run), Dropout),
        ["set-wise"] = new(run => new SetWiseGan(run, seesDistances: true), G, D, Packing) { HasInnerLayers = true },
        ["set-wise-raw"] = new(run => new SetWiseGan(run, seesDistances: false), G, D, Packing) { HasInnerLayers = true },
        ["dcgan-a"] = new(run => new DcGan(run, DcGanDesign.A), Dropout),
        ["dcgan-a-as-written"] = new(run => new DcGan(run, DcGanDesign.AsWrittenA), Dropout),
        ["dcgan-b"] = new(run => new DcGan(run, DcGanDesign.B), Dropout),
        ["mlp"] = new(run => new MlpGan(run), G, D, Packing),
        ["maxout"] = new(run => new MaxoutGan(run), G, D, Dropout, InputDropout) { HasInnerLayers = true, Pieces = MaxoutGan.Pieces },
        ["conditional"] = new(run => new ConditionalGan(run), G, D),
        ["bidirectional"] = new(run => new BiGan(run, BiGanDesign.Donahue), G, D) { HasInnerLayers = true },
        ["points"] = new(run => new PointGan(run), G, D, Packing) { HasInnerLayers = true },
    };

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The properties of <see cref="GanSpecification"/> that a model uses and others do not.</summary>
    public static IReadOnlyList<string> UsesOf(string name) => All[name].Uses;
}
