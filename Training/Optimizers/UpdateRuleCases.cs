using NativeGan.Engine.Checking;

namespace NativeGan.Training.Optimizers;

/// <summary>Every update rule as a case for the checks of the backends; a new rule needs a line here.</summary>
public static class UpdateRuleCases
{
    // Ten tensors: a GPU updates eight in one launch and two in another.
    private static readonly int[] _ten = [257, 1, 33, 7, 64, 5, 31, 3, 300, 2];

    private static readonly int[] _lengths = [1, 17, 255, 257, 4097, 70001];

    /// <summary>All of them: two updates from nothing with each rule, and one from a state at other lengths.</summary>
    public static IReadOnlyList<PrimitiveCase> All { get; } =
    [
        UpdateCases.Update("Adam", new AdamRule(0.5, 0.999, 1e-8, isEpsilonHat: false), _ten, calls: 2, startsFromNothing: true),
        UpdateCases.Update("Adam with ε̂", new AdamRule(0.5, 0.999, 1e-7, isEpsilonHat: true), _ten, calls: 2, startsFromNothing: true),
        UpdateCases.Update("Nesterov", new MomentumRule(0.9, isNesterov: true), _ten, calls: 2, startsFromNothing: true),
        UpdateCases.Update("RMSProp", new RmsPropRule(0.9, 1e-7), _ten, calls: 2, startsFromNothing: true),
        UpdateCases.Update("RMSProp of TensorFlow", new TensorFlowRmsPropRule(0.9, 0.5, 1e-6), _ten, calls: 2, startsFromNothing: true),
        UpdateCases.Update("scheduled momentum", new ScheduledMomentumRule(0.5, 0.7, 3, 1.5, 0.1), _ten, calls: 2, startsFromNothing: true),
        .. _lengths.SelectMany(length => new[]
        {
            UpdateCases.Update("Adam", new AdamRule(0.9, 0.999, 1e-8, isEpsilonHat: true), [length, 3, 784]),
            UpdateCases.Update("momentum", new MomentumRule(0.5, isNesterov: true), [length, 3, 784]),
        }),
    ];
}
