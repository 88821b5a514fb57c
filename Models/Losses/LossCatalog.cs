namespace NativeGan.Models.Losses;

/// <summary>The GAN objectives by the names the command line uses.</summary>
public static class LossCatalog
{
    /// <summary>Name → objective.</summary>
    public static IReadOnlyDictionary<string, IGanLoss> All { get; } = new Dictionary<string, IGanLoss>
    {
        ["non-saturating-logits"] = new NonSaturatingLogitsLoss(),
        ["non-saturating-logits-halved"] = new NonSaturatingLogitsLoss(isHalved: true),
        ["log-epsilon"] = new LogEpsilonLoss(1e-4),
        ["log-bare"] = new LogEpsilonLoss(0),
        ["minimax"] = new MinimaxLoss(),
        ["least-squares"] = new LeastSquaresLoss(),
        ["wasserstein"] = new WassersteinLoss(),
    };

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => All.Keys;
}
