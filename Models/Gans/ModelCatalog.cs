namespace NativeGan.Models.Gans;

/// <summary>The GANs by the names the command line uses: a new one is its file and one line here.</summary>
public static class ModelCatalog
{
    /// <summary>Name → the model with freshly drawn parameters, for what a run decides.</summary>
    public static IReadOnlyDictionary<string, Func<GanSpecification, GanModel>> All { get; } = new Dictionary<string, Func<GanSpecification, GanModel>>
    {
        ["vanilla"] = run => new MlpGan(run, DesignOf("vanilla", run), numbersLayers: true),
        ["set-wise"] = run => new SetWiseGan(run, DesignOf("set-wise", run), seesDistances: true),
        ["set-wise-raw"] = run => new SetWiseGan(run, DesignOf("set-wise-raw", run), seesDistances: false),
        ["dcgan-a"] = run => new DcGan(run, DcGanDesign.A),
        ["dcgan-a-as-written"] = run => new DcGan(run, DcGanDesign.AsWrittenA),
        ["dcgan-b"] = run => new DcGan(run, DcGanDesign.B),
        ["mlp"] = run => new MlpGan(run, DesignOf("mlp", run)),
        ["maxout"] = run => new MaxoutGan(run),
        ["conditional"] = run => new ConditionalGan(run, DesignOf("conditional", run)),
        ["bidirectional"] = run => new BiGan(run, BiGanDesign.Donahue),
        ["points"] = run => new MlpGan(run, DesignOf("points", run)),
    };

    /// <summary>
    /// Name of a model whose networks are data → those it has where a run gives none, for the hidden units of G and of D.
    /// </summary>
    public static IReadOnlyDictionary<string, Func<int, int, MlpGanDesign>> Designs { get; } = new Dictionary<string, Func<int, int, MlpGanDesign>>
    {
        ["mlp"] = MlpGanDesign.OneHiddenLayer,
        ["conditional"] = MlpGanDesign.OneHiddenLayer,
        ["vanilla"] = (_, _) => MlpGanDesign.Vanilla(256, 512, 1024),
        ["points"] = MlpGanDesign.Points,
        ["set-wise"] = MlpGanDesign.SetWise,
        ["set-wise-raw"] = MlpGanDesign.SetWise,
    };

    private static MlpGanDesign DesignOf(string model, GanSpecification run)
    {
        MlpGanDesign own = Designs[model](run.GeneratorHidden, run.DiscriminatorHidden);
        return new MlpGanDesign(run.GeneratorLayers ?? own.Generator, run.DiscriminatorLayers ?? own.Discriminator);
    }
}
