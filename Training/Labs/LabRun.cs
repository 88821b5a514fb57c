namespace NativeGan.Training.Labs;

/// <summary>An experiment that was carried out.</summary>
/// <param name="Lab">Which.</param>
/// <param name="Result">What it found.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record LabRun(Lab Lab, LabResult Result, double Seconds);
