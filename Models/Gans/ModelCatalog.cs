namespace NativeGan.Models.Gans;

/// <summary>The GANs by the names the command line uses: a new one is its file and one line here.</summary>
public static class ModelCatalog
{
    /// <summary>Name → the model with freshly drawn parameters, for what a run decides.</summary>
    public static IReadOnlyDictionary<string, Func<GanSpecification, GanModel>> All { get; } = new Dictionary<string, Func<GanSpecification, GanModel>>
    {
        ["vanilla"] = run => new VanillaGan(run),
        ["set-wise"] = run => new SetWiseGan(run, seesDistances: true),
        ["set-wise-raw"] = run => new SetWiseGan(run, seesDistances: false),
        ["dcgan-a"] = run => new DcGan(run, DcGanDesign.A),
        ["dcgan-a-as-written"] = run => new DcGan(run, DcGanDesign.AsWrittenA),
        ["dcgan-b"] = run => new DcGan(run, DcGanDesign.B),
        ["mlp"] = run => new MlpGan(run),
        ["maxout"] = run => new MaxoutGan(run),
        ["conditional"] = run => new ConditionalGan(run),
        ["bidirectional"] = run => new BiGan(run, BiGanDesign.Donahue),
        ["points"] = run => new PointGan(run),
    };
}
