namespace NativeGan.Engine.Backends;

/// <summary>Runs a backend's primitive calls and, while a step is being captured, writes them down for replay.</summary>
/// <remarks>One per backend. Eager and captured execution go through the same calls, so they give the same bits.</remarks>
public sealed class CallRecorder
{
    private readonly HashSet<DeviceBuffer> _ownBuffers = [];
    private List<Action>? _calls;
    private List<DeviceBuffer>? _held;

    /// <summary>True while <see cref="Capture"/> runs its step.</summary>
    public bool IsCapturing => _calls is not null;

    /// <summary>Executes a primitive call, and keeps it when a step is being captured.</summary>
    public void Run(Action call)
    {
        ArgumentNullException.ThrowIfNull(call);
        call();
        _calls?.Add(call);
    }

    /// <summary>Notes a buffer that the captured step allocated; <c>Hold</c> then ignores it.</summary>
    public void NoteAllocation(DeviceBuffer buffer)
    {
        if (IsCapturing)
        {
            _ownBuffers.Add(buffer);
        }
    }

    /// <summary>Keeps a buffer that was made outside the step being captured for as long as the step can be replayed.</summary>
    public void Hold(DeviceBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (_held is not null && !_ownBuffers.Contains(buffer))
        {
            buffer.AddReference();
            _held.Add(buffer);
        }
    }

    /// <summary>Throws while a step is being captured. Backends call it first in operations that a replay cannot repeat.</summary>
    /// <param name="action">What was asked for, as the start of a sentence: <c>Upload</c>.</param>
    /// <exception cref="InvalidOperationException">A step is being captured.</exception>
    public void EnsureNotCapturing(string action)
    {
        if (IsCapturing)
        {
            throw new InvalidOperationException(
                $"{action}: a step is being captured, and a replay would not repeat it. Create constants and read results outside the step.");
        }
    }

    /// <summary>Executes <paramref name="step"/> and returns the calls it made.</summary>
    /// <param name="step">The step to execute and record.</param>
    /// <param name="release">Run when the recorded step is disposed; gives its private buffers back.</param>
    /// <exception cref="InvalidOperationException">A step is being captured already.</exception>
    public ICapturedStep Capture(Action step, Action release)
    {
        ArgumentNullException.ThrowIfNull(step);
        EnsureNotCapturing("Capture");
        List<Action> calls = [];
        List<DeviceBuffer> held = [];
        _calls = calls;
        _held = held;
        bool isComplete = false;
        try
        {
            step();
            isComplete = true;
        }
        finally
        {
            _calls = null;
            _held = null;
            _ownBuffers.Clear();
            if (!isComplete)
            {
                Release(held);
            }
        }

        return new RecordedStep(this, [.. calls], () =>
        {
            Release(held);
            release();
        });
    }

    private static void Release(List<DeviceBuffer> buffers)
    {
        foreach (DeviceBuffer buffer in buffers)
        {
            buffer.Release();
        }

        buffers.Clear();
    }

    private sealed class RecordedStep(CallRecorder recorder, Action[] calls, Action release) : ICapturedStep
    {
        private Action[]? _calls = calls;

        public int CallCount => _calls?.Length ?? 0;

        public string Mechanism => $"{CallCount} recorded calls";

        public void Replay()
        {
            recorder.EnsureNotCapturing("Replay");
            ObjectDisposedException.ThrowIf(_calls is null, this);
            foreach (Action call in _calls)
            {
                call();
            }
        }

        public void Dispose()
        {
            if (_calls is not null)
            {
                _calls = null;
                release();
            }
        }
    }
}
