using NativeGan.Training.Errors;

namespace NativeGan.Training.Runs;

/// <summary>The right to write into a run folder, held for the whole of a training.</summary>
/// <remarks>
/// Two files: <c>.lock</c>, which stays and is what the system locks (<see cref="FileLock"/>), and <c>run.lock</c>, which says who holds it and is
/// there only meanwhile. .NET cannot read a file that another process has locked, hence two. When the holder is killed the system drops the lock;
/// what <c>run.lock</c> says then counts only if that process is still alive here, on a file system without locks.
/// </remarks>
internal sealed class RunLock : IDisposable
{
    /// <summary>The file that is locked.</summary>
    public const string FileName = ".lock";

    /// <summary>The file that says who holds the lock.</summary>
    public const string HolderName = "run.lock";

    private readonly string _folder;
    private readonly FileLock _lock;

    private RunLock(string folder, FileLock taken)
    {
        _folder = folder;
        _lock = taken;
        try
        {
            if (RunHolder.TryRead(HolderPath(folder)) is { IsAlive: true } other && other.Process != Environment.ProcessId)
            {
                throw InUse(folder, other);
            }

            RunHolder.Self.Write(HolderPath(folder));
        }
        catch (InputException)
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Takes a folder.</summary>
    /// <param name="folder">It exists.</param>
    /// <exception cref="InputException">Another process holds it, or it cannot be written.</exception>
    public static RunLock Take(string folder) => FileLock.TryTake(Path.Combine(folder, FileName)) is { } taken
        ? new RunLock(folder, taken)
        : throw InUse(folder, RunHolder.TryRead(HolderPath(folder)));

    /// <summary>Takes a folder that nobody took before; null where somebody did.</summary>
    /// <param name="folder">It exists.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static RunLock? TryTakeNew(string folder) => FileLock.TryMake(Path.Combine(folder, FileName)) is { } taken ? new RunLock(folder, taken) : null;

    /// <summary>Refuses a folder that another process trains in.</summary>
    /// <exception cref="InputException">One does.</exception>
    public static void EnsureFree(string folder)
    {
        if (IsHeld(folder))
        {
            throw InUse(folder, RunHolder.TryRead(HolderPath(folder)));
        }
    }

    /// <summary>Whether a process trains in a folder.</summary>
    /// <remarks>A process of this computer is looked for; the lock is asked only of others, as asking takes it for a moment.</remarks>
    public static bool IsHeld(string folder) => RunHolder.TryRead(HolderPath(folder)) is { } holder && (holder.IsLocal ? holder.IsAlive : FileLock.IsHeld(Path.Combine(folder, FileName)));

    /// <summary>Whether a file of a folder belongs to its lock.</summary>
    public static bool Owns(string path) => Path.GetFileName(path) is FileName or HolderName;

    /// <summary>Gives the folder back.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(HolderPath(_folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or cannot be written any more: then the file says nothing that is believed.
        }

        _lock.Dispose();
    }

    private static string HolderPath(string folder) => Path.Combine(folder, HolderName);

    private static InputException InUse(string folder, RunHolder? holder) => new(
        $"Run folder '{folder}' is in use: another training holds it{(holder is null ? "" : $" ({holder.Text})")}. Wait for its end, stop it{(holder is { IsLocal: true } ? $" (kill {holder.Process} saves and ends it)" : "")}, or give another folder.",
        ExitCodes.DataMissing);
}
