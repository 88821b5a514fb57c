namespace NativeGan.Training.Evaluation;

/// <summary>Where the training of a classifier is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">Mean cross entropy, in nats, of the batches since the last report.</param>
/// <param name="StepsPerSecond">Since the last report.</param>
internal readonly record struct ClassifierProgress(long Step, double Loss, double StepsPerSecond);
