namespace NativeGan.Training.Optimizers;

/// <summary>The optimisers by the names the command line uses; each rule's file says which it gives.</summary>
public static class OptimizerCatalog
{
    private static readonly OptimizerKind[] _all =
        [.. AdamRule.Kinds, .. MomentumRule.Kinds, .. ScheduledMomentumRule.Kinds, .. RmsPropRule.Kinds, .. TensorFlowRmsPropRule.Kinds];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _all.Select(kind => kind.Name)];

    /// <summary>The properties of <see cref="OptimizerOptions"/> that an optimiser uses beside the learning rate.</summary>
    /// <exception cref="ArgumentException">There is no such optimiser.</exception>
    public static IReadOnlyList<string> UsesOf(string name) => Find(name).Uses;

    /// <summary>The optimiser of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static OptimizerKind Find(string name) => _all.FirstOrDefault(kind => kind.Name == name)
        ?? throw new ArgumentException($"There is no optimiser '{name}'; there are {string.Join(", ", Names)}.");
}
