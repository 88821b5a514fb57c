using NativeGan.Engine;

namespace NativeGan.Training.Data;

/// <summary>A batch of real samples.</summary>
/// <param name="Samples">[batch, sample size].</param>
/// <param name="Labels">Their classes as one-hot rows, [batch, classes]; null where nobody asked for them.</param>
public sealed record RealBatch(Tensor Samples, Tensor? Labels = null);
