using NativeGan.Training.Errors;

namespace NativeGan.Training.Labs;

/// <summary>The experiments, in the order of the sources' argument.</summary>
internal static class LabCatalog
{
    /// <summary>All experiments.</summary>
    public static IReadOnlyList<Lab> All { get; } =
    [
        new OptimalDiscriminatorLab(),
        new JsdLab(),
        new LossesLab(),
        new SaturateLab(),
        new FlipLab(),
        new DetachLab(),
        new InitLab(),
        new DropoutLab(),
        new BceSignLab(),
        new ChangeOfVariableLab(),
        new MinimaxLab(),
        new OscillateLab(),
        new NashLab(),
        new ModesLab(),
        new BalanceLab(),
        new PackingLab(),
    ];

    /// <summary>The experiment of a name, in any letter case.</summary>
    /// <exception cref="InputException">There is none; the message names the nearest.</exception>
    public static Lab Find(string name) => All.FirstOrDefault(lab => lab.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException(
            $"There is no lab '{name}'{Nearest.Hint(name, All.Select(lab => lab.Name).Append("all"))} There are all, {string.Join(", ", All.Select(lab => lab.Name))}.",
            ExitCodes.Usage);
}
