namespace NativeGan.Training.Presets;

/// <summary>A source document's training run, ready to be started by name.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Summary">One sentence: what is trained on what.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="Options">The run, with what was wrong in the source put right.</param>
/// <param name="FaithfulOptions">The run exactly as written.</param>
/// <param name="FaithfulNote">What differs in the faithful run, in one sentence.</param>
/// <param name="QuickSteps">Steps of <c>--quick</c>: at most 45 seconds on two cores.</param>
/// <param name="Trend">What a quick run shows.</param>
public sealed record Preset(
    string Name,
    string Summary,
    string Source,
    TrainingOptions Options,
    TrainingOptions FaithfulOptions,
    string FaithfulNote,
    long QuickSteps,
    Trend Trend);
