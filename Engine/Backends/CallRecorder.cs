namespace NativeGan.Engine.Backends;

/// <summary>Runs a backend's primitive calls and, while a step is being captured, writes them down for replay.</summary>
/// <remarks>One per backend. Eager and captured execution go through the same calls, so they give the same bits.</remarks>
public sealed class CallRecorder
{
    private List<Action>? _calls;

    /// <summary>True while <see cref="Capture"/> runs its step.</summary>
    public bool IsCapturing => _calls is not null;

    /// <summary>Executes a primitive call, and keeps it when a step is being captured.</summary>
    public void Run(Action call)
    {
        ArgumentNullException.ThrowIfNull(call);
        call();
        _calls?.Add(call);
    }

    /// <summary>Refuses what a captured step must not do.</summary>
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
        _calls = calls;
        try
        {
            step();
        }
        finally
        {
            _calls = null;
        }

        return new RecordedStep(this, [.. calls], release);
    }

    private sealed class RecordedStep(CallRecorder recorder, Action[] calls, Action release) : ICapturedStep
    {
        private Action[]? _calls = calls;

        public int CallCount => _calls?.Length ?? 0;

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
