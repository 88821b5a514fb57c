namespace NativeGan.Training.Evaluation;

/// <summary>What a classifier reads in an image.</summary>
/// <param name="Class">The class with the largest probability; of equal ones the first.</param>
/// <param name="Confidence">That probability, by the softmax.</param>
internal readonly record struct Reading(int Class, double Confidence);
