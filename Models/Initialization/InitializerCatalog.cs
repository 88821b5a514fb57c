namespace NativeGan.Models.Initialization;

/// <summary>The initialisations by the names the command line uses.</summary>
public static class InitializerCatalog
{
    /// <summary>Name → initialisation.</summary>
    public static IReadOnlyDictionary<string, IInitializer> All { get; } = new Dictionary<string, IInitializer>
    {
        ["xavier-uniform"] = new XavierUniform(),
        ["xavier-normal"] = new XavierNormal(),
        ["lecun-normal"] = new LeCunNormal(),
        ["he-normal"] = new HeNormal(),
        ["he-normal-random-bias"] = new HeNormalWithRandomBias(),
        ["fan-out-uniform"] = new FanOutUniform(),
        ["fan-in-uniform"] = new FanInUniform(),
        ["range-uniform"] = new RangeUniform(0.05),
    };

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => All.Keys;
}
