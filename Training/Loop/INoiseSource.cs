using NativeGan.Engine;

namespace NativeGan.Training.Loop;

/// <summary>Where a training step gets its noise.</summary>
public interface INoiseSource : IDisposable
{
    /// <summary>The next batch of noise vectors, [batch, noise size]; captured with the step, so a replay draws anew.</summary>
    Tensor Next();
}
