namespace NativeGan.Training.Errors;

/// <summary>Turns the platform's file exceptions into one clear line.</summary>
internal static class FileErrors
{
    // ENOSPC and EDQUOT as .NET reports them on Unix, then ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL on Windows.
    private const int NoSpaceUnix = 28, QuotaLinux = 122;
    private const int HandleDiskFullWindows = unchecked((int)0x80070027), DiskFullWindows = unchecked((int)0x80070070);

    /// <summary>True for the exceptions that a file or folder can provoke from outside the program.</summary>
    public static bool IsFileError(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException;

    /// <summary>The one-line error for a file that could not be written.</summary>
    public static InputException Writing(string path, Exception exception) =>
        new($"Cannot write '{path}': {ReasonOfWriting(exception)}.", ExitCodes.DataMissing, exception);

    /// <summary>Why something could not be written, and what would help.</summary>
    public static string ReasonOfWriting(Exception exception) => exception switch
    {
        _ when exception.HResult is NoSpaceUnix or QuotaLinux or HandleDiskFullWindows or DiskFullWindows =>
            "the disk is full. Free some space, or choose another folder",
        UnauthorizedAccessException => "permission denied, or a folder of that name is in the way. Choose another folder",
        DirectoryNotFoundException => "the folder does not exist",
        _ => OneLine(exception),
    };

    /// <summary>The one-line error for a file that could not be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="exception">What the platform reported.</param>
    /// <param name="what">What the file is called; null for its path alone.</param>
    public static InputException Reading(string path, Exception exception, string? what = null)
    {
        string reason = exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => "there is no such file",
            UnauthorizedAccessException when Directory.Exists(path) => "it is a folder, a file is expected",
            UnauthorizedAccessException => "permission denied",
            _ => OneLine(exception),
        };
        return new InputException(what is null ? $"Cannot read '{path}': {reason}." : $"{what} cannot be read: {reason}.", ExitCodes.DataMissing, exception);
    }

    /// <summary>An exception's message on one line and without its full stop.</summary>
    public static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
