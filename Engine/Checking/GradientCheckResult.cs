namespace NativeGan.Engine.Checking;

/// <summary>What a gradient check found.</summary>
/// <param name="CheckedElements">Elements compared.</param>
/// <param name="Kinks">Elements left out because the function bends there.</param>
/// <param name="WorstInput">The input of the function that the worst element belongs to.</param>
/// <param name="Worst">The element with the greatest <see cref="ElementDeviation.Scaled"/>: actual is the tape's gradient,
/// expected the central difference.</param>
public readonly record struct GradientCheckResult(int CheckedElements, int Kinks, int WorstInput, ElementDeviation Worst);
