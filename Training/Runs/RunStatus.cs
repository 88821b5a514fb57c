namespace NativeGan.Training.Runs;

/// <summary>How far a run came, as <c>run.json</c> and <c>nativegan runs</c> say it.</summary>
internal static class RunStatus
{
    /// <summary>A process trains it.</summary>
    public const string Running = "running";

    /// <summary>It did every step.</summary>
    public const string Done = "done";

    /// <summary>A signal ended it, after saving.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>The time of <c>--minutes</c> was over.</summary>
    public const string TimeIsUp = "time is up";

    /// <summary>A loss or a weight is NaN or infinite.</summary>
    public const string Diverged = "diverged";

    /// <summary>Something else ended it: a full disk, a lost device, an error.</summary>
    public const string Failed = "failed";

    /// <summary>Its process was killed. No file says so: <c>run.json</c> has <see cref="Running"/>, and nobody holds the folder.</summary>
    public const string Stopped = "stopped";
}
