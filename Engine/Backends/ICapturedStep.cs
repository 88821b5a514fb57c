namespace NativeGan.Engine.Backends;

/// <summary>A recorded run of primitives that can be repeated without the tape, shape checks or allocation.</summary>
/// <remarks>Disposing it gives its private buffers back; tensors kept from the captured step
/// hold the values of the last replay, and are no longer written.</remarks>
public interface ICapturedStep : IDisposable
{
    /// <summary>Number of primitive calls that one replay repeats.</summary>
    int CallCount { get; }

    /// <summary>How a replay is done, in words: <c>48 recorded calls</c>, <c>CUDA graph of 51 kernels</c>.</summary>
    string Mechanism { get; }

    /// <summary>Repeats the recorded calls, in order, on the same buffers.</summary>
    /// <exception cref="DeviceFailedException">The device was lost.</exception>
    /// <exception cref="InvalidOperationException">Another step is being captured on the same backend.</exception>
    void Replay();
}
