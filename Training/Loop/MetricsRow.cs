namespace NativeGan.Training.Loop;

/// <summary>One line of <c>metrics.csv</c>.</summary>
/// <param name="Step">Which update, counted from 1.</param>
/// <param name="DiscriminatorLoss">The discriminator's loss of that step.</param>
/// <param name="GeneratorLoss">The generator's loss of that step.</param>
/// <param name="RealScore">Mean D(x) over the real images.</param>
/// <param name="FakeScore">Mean D(G(z)) over the generated ones.</param>
/// <param name="StepsPerSecond">Speed since the line before.</param>
/// <param name="ElapsedSeconds">Training time since step 0, over all resumed parts.</param>
public readonly record struct MetricsRow(
    long Step,
    float DiscriminatorLoss,
    float GeneratorLoss,
    float RealScore,
    float FakeScore,
    float StepsPerSecond,
    double ElapsedSeconds)
{
    /// <summary>What the run records of its batches besides, in the file's order of columns.</summary>
    public IReadOnlyList<float> Statistics { get; init; } = [];
}
