using System.Text.RegularExpressions;

namespace NativeGan.Training.Errors;

/// <summary>A file that appears under its name only when it is complete and on the disk.</summary>
/// <remarks>
/// Everything is written to <c>PATH.tmp-RANDOM</c> in the same folder (a rename is atomic only within one file system).
/// <see cref="Commit"/> flushes that file to the disk and renames it over the target; disposing without a commit
/// removes it. A reader therefore sees the old file or the new one, also after a crash or a full disk. A symbolic link is
/// followed, so that it stays a link. Devices (<c>/dev/stdout</c>) are written directly, as a rename would replace them.
/// A process that is killed leaves its temporary file; <see cref="RemoveLeftOvers"/> tells those from files that are being written by the
/// lock that a writer has on its own (<see cref="FileShare.None"/>).
/// </remarks>
public sealed partial class AtomicFile : IDisposable
{
    private const int MostNames = 8;

    // A writer renames its file at once after it closed it; between the two nothing but this pause protects it.
    private static readonly TimeSpan _timeToRename = TimeSpan.FromMilliseconds(200);

    private readonly string _target;
    private readonly string? _temporary;
    private readonly FileStream _stream;
    private bool _isCommitted;

    /// <summary>Starts writing <paramref name="path"/>; missing folders are made.</summary>
    /// <exception cref="InputException">The folder or the file cannot be made.</exception>
    public AtomicFile(string path)
    {
        Path = path;
        try
        {
            _target = System.IO.Path.GetFullPath(path);
            if (_target.StartsWith("/dev/", StringComparison.Ordinal))
            {
                _stream = new FileStream(_target, FileMode.Open, FileAccess.Write);
                return;
            }

            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_target)!);
            if (new FileInfo(_target).LinkTarget is not null)
            {
                _target = File.ResolveLinkTarget(_target, returnFinalTarget: true)!.FullName;
            }

            (_temporary, _stream) = OpenTemporary(_target);
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception) || exception is ArgumentException)
        {
            throw FileErrors.Writing(path, exception);
        }
    }

    /// <summary>The target, as it was given.</summary>
    public string Path { get; }

    /// <summary>Where the content goes.</summary>
    public Stream Stream => _stream;

    /// <summary>Writes a whole file: <paramref name="write"/> fills it, and any failure leaves the old file untouched.</summary>
    /// <exception cref="InputException">The disk is full, or the folder does not allow it.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = new AtomicFile(path);
        try
        {
            write(file.Stream);
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Writing(path, exception);
        }

        file.Commit();
    }

    /// <summary>Writes a whole text file as UTF-8 without a byte order mark.</summary>
    /// <exception cref="InputException">The disk is full, or the folder does not allow it.</exception>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Removes the temporary files in a folder that processes which were killed left there.</summary>
    /// <param name="folder">The folder, without those in it; nothing happens where there is none.</param>
    /// <remarks>A file that cannot be removed stays: it hurts nobody, and what is to be done next does not depend on it.</remarks>
    public static void RemoveLeftOvers(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                return;
            }

            string[] abandoned = [.. Directory.EnumerateFiles(folder, "*.tmp-*").Where(path => TemporaryName().IsMatch(path) && !FileLock.IsHeld(path))];
            if (abandoned.Length > 0)
            {
                Thread.Sleep(_timeToRename);
                foreach (string path in abandoned.Where(path => !FileLock.IsHeld(path)))
                {
                    File.Delete(path);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process removes them too, or the folder is not ours.
        }
    }

    /// <summary>Makes the file appear under its name.</summary>
    /// <exception cref="InputException">The disk is full, or the target cannot be replaced.</exception>
    public void Commit()
    {
        try
        {
            _stream.Flush(flushToDisk: _temporary is not null);
            _stream.Dispose();
            if (_temporary is not null)
            {
                File.Move(_temporary, _target, overwrite: true);
            }

            _isCommitted = true;
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Writing(Path, exception);
        }
    }

    /// <summary>Removes what was written, unless it was committed.</summary>
    public void Dispose()
    {
        if (_isCommitted)
        {
            return;
        }

        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // Closing flushes what is buffered, which fails again on a full disk; the first failure is the one that is told.
        }

        if (_temporary is not null)
        {
            try
            {
                File.Delete(_temporary);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The exception on its way says what went wrong; a left-over temporary file must not hide it.
            }
        }
    }

    private static (string Path, FileStream Stream) OpenTemporary(string target)
    {
        for (int attempt = 1; ; attempt++)
        {
            string path = $"{target}.tmp-{System.IO.Path.GetRandomFileName()}";
            try
            {
                return (path, new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16));
            }
            catch (IOException exception) when (FileLock.IsTaken(exception) && attempt < MostNames)
            {
                // Somebody looked at the file between its making and its locking, to see whether it was abandoned.
            }
        }
    }

    // What Path.GetRandomFileName makes of 32 letters and digits.
    [GeneratedRegex(@"\.tmp-[a-z0-5]{8}\.[a-z0-5]{3}\z")]
    private static partial Regex TemporaryName();
}
