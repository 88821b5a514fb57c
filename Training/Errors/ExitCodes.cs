namespace NativeGan.Training.Errors;

/// <summary>What the program's exit status means.</summary>
public static class ExitCodes
{
    /// <summary>Everything asked for was done.</summary>
    public const int Success = 0;

    /// <summary>An error nobody foresaw: a defect of the program.</summary>
    public const int Unexpected = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A check missed its tolerance.</summary>
    public const int CheckFailed = 3;

    /// <summary>A device is missing or was lost.</summary>
    public const int DeviceMissing = 4;

    /// <summary>Data or a file is missing, corrupt or cannot be written.</summary>
    public const int DataMissing = 5;

    /// <summary>Training diverged: a loss is infinite or not a number.</summary>
    public const int Diverged = 6;

    /// <summary>Stopped by Ctrl-C, SIGTERM or a closed terminal (SIGHUP), after saving.</summary>
    public const int Interrupted = 130;
}
