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
        ["vanilla"] = Layered(MlpGanDesign.Vanilla, (run, design) => new MlpGan(run, design, numbersLayers: true), Packing, Dropout),
        ["set-wise"] = Layered(MlpGanDesign.SetWise, (run, design) => new SetWiseGan(run, design, seesDistances: true), G, D, Packing),
        ["set-wise-raw"] = Layered(MlpGanDesign.SetWise, (run, design) => new SetWiseGan(run, design, seesDistances: false), G, D, Packing),
        ["dcgan-a"] = new(run => new DcGan(run, DcGanDesign.A), Dropout) { SampleSize = MnistImages.Pixels },
        ["dcgan-a-as-written"] = new(run => new DcGan(run, DcGanDesign.AsWrittenA), Dropout) { SampleSize = MnistImages.Pixels },
        ["dcgan-b"] = new(run => new DcGan(run, DcGanDesign.B), Dropout) { SampleSize = MnistImages.Pixels },
        ["mlp"] = Layered(MlpGanDesign.OneHiddenLayer, (run, design) => new MlpGan(run, design), G, D, Packing),
        ["maxout"] = new(run => new MaxoutGan(run), G, D, Dropout, InputDropout) { HasInnerLayers = true, Pieces = MaxoutGan.Pieces },
        ["conditional"] = Layered(MlpGanDesign.OneHiddenLayer, (run, design) => new ConditionalGan(run, design), G, D),
        ["bidirectional"] = new(run => new BiGan(run, BiGanDesign.Donahue), G, D) { HasInnerLayers = true },
        ["points"] = Layered(MlpGanDesign.Points, (run, design) => new MlpGan(run, design), G, D, Packing),
    };

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The properties of <see cref="GanSpecification"/> that a model uses and others do not.</summary>
    public static IReadOnlyList<string> UsesOf(string name) => All[name].Uses;

    /// <summary>A model whose networks are data: those of the run, or its own for the run's hidden units.</summary>
    private static ModelEntry Layered(
        Func<int, int, MlpGanDesign> own, Func<GanSpecification, MlpGanDesign, GanModel> create, params IReadOnlyList<string> uses)
    {
        return new ModelEntry(Create, [.. uses, nameof(GanSpecification.GeneratorLayers), nameof(GanSpecification.DiscriminatorLayers)]) { Design = own };

        GanModel Create(GanSpecification run)
        {
            MlpGanDesign design = own(run.GeneratorHidden, run.DiscriminatorHidden);
            return create(run, new MlpGanDesign(run.GeneratorLayers ?? design.Generator, run.DiscriminatorLayers ?? design.Discriminator));
        }
    }
}
