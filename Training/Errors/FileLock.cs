namespace NativeGan.Training.Errors;

/// <summary>A lock between processes: a file that this process alone has open. The system drops it when the process ends, however it ends.</summary>
/// <remarks>
/// It is <see cref="FileShare.None"/>: on Windows the system refuses every other opening; on Unix .NET asks for <c>flock(LOCK_EX)</c> without
/// waiting. On NFS Linux makes that a lock of all bytes, which holds between computers as far as the server keeps locks; under the mount options
/// <c>nolock</c> and <c>local_lock</c> it holds between processes of one computer only. Where a file system has no locks at all, .NET goes on
/// without one. The file stays when the lock is dropped: whoever removed it would let a third process lock another file of that name.
/// </remarks>
internal sealed class FileLock : IDisposable
{
    // EWOULDBLOCK and EEXIST as .NET reports them on Linux and macOS, then what Windows says.
    private const int WouldBlockLinux = 11, WouldBlockMac = 35, SharingViolationWindows = unchecked((int)0x80070020);
    private const int ExistsUnix = 17, ExistsWindows = unchecked((int)0x80070050);

    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock of a file, which is made where there is none; null while another holds it.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="InputException">The file cannot be made.</exception>
    public static FileLock? TryTake(string path) => TryOpen(path, FileMode.OpenOrCreate);

    /// <summary>Makes a file and takes its lock; null where there is such a file already: of several processes one makes it.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="InputException">The file cannot be made.</exception>
    public static FileLock? TryMake(string path) => TryOpen(path, FileMode.CreateNew);

    /// <summary>Whether another process, or this one, holds the lock of a file.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return false;
        }
        catch (IOException exception)
        {
            return IsTaken(exception);
        }
        catch (UnauthorizedAccessException)
        {
            return false; // it cannot be read: nothing is known of it
        }
    }

    /// <summary>Drops the lock.</summary>
    public void Dispose() => _stream.Dispose();

    /// <summary>Whether an opening failed because another has the file open for itself.</summary>
    internal static bool IsTaken(IOException exception) => exception.HResult is SharingViolationWindows
        || exception.HResult == (OperatingSystem.IsMacOS() ? WouldBlockMac : WouldBlockLinux);

    private static FileLock? TryOpen(string path, FileMode mode)
    {
        try
        {
            return new FileLock(new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException exception) when (IsTaken(exception) || (mode == FileMode.CreateNew && exception.HResult is ExistsUnix or ExistsWindows))
        {
            return null;
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Writing(path, exception);
        }
    }
}
