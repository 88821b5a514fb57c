using NativeGan.Engine;

namespace NativeGan.Models.Gans;

/// <summary>What one phase of a training step works on.</summary>
/// <param name="Real">Real samples, [batch, sample size].</param>
/// <param name="Noise">Noise vectors, [batch, noise size].</param>
/// <param name="Labels">The real samples' classes as one-hot rows, [batch, classes]; null unless the model asks for them.</param>
public sealed record GanBatch(Tensor Real, Tensor Noise, Tensor? Labels = null);
