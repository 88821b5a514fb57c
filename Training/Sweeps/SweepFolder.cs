using NativeGan.Training.Errors;

namespace NativeGan.Training.Sweeps;

/// <summary>The folder of a search: its file, a run folder each, and the table.</summary>
internal sealed class SweepFolder : IDisposable
{
    private const string LockName = "sweep.lock";

    private readonly string _path;
    private readonly FileLock _lock;

    private SweepFolder(string path, FileLock taken) => (_path, _lock) = (path, taken);

    /// <summary>The table for programs.</summary>
    public string CsvPath => Path.Combine(_path, "table.csv");

    /// <summary>The table for people.</summary>
    public string MarkdownPath => Path.Combine(_path, "table.md");

    /// <summary>The best runs side by side.</summary>
    public string ComparisonPath => Path.Combine(_path, "compare.html");

    /// <summary>Opens the folder of a search, new or begun.</summary>
    /// <param name="folder">The folder; it is made where it is missing.</param>
    /// <param name="file">The search's file, for messages.</param>
    /// <param name="text">What it says, of which the folder keeps a copy.</param>
    /// <exception cref="InputException">Another search was begun there, another process runs it, something else lies there, or it cannot be made.</exception>
    public static SweepFolder Open(string folder, string file, byte[] text)
    {
        string copy = Path.Combine(folder, "sweep.json");
        try
        {
            bool isBegun = File.Exists(copy);
            if (!isBegun && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(path => Path.GetFileName(path) != LockName))
            {
                throw new InputException($"'{folder}' is not empty, and holds no search. Give another --out.", ExitCodes.DataMissing);
            }

            if (isBegun && !text.AsSpan().SequenceEqual(File.ReadAllBytes(copy)))
            {
                throw new InputException($"'{folder}' holds another search: its sweep.json is not '{file}'. Give another --out, or go on with that file.", ExitCodes.DataMissing);
            }

            Directory.CreateDirectory(folder);
            FileLock taken = FileLock.TryTake(Path.Combine(folder, LockName))
                ?? throw new InputException($"'{folder}' is in use: another process runs this search. Wait for its end, or give another --out.", ExitCodes.DataMissing);
            SweepFolder opened = new(folder, taken);
            if (!isBegun)
            {
                AtomicFile.Write(copy, stream => stream.Write(text));
            }

            return opened;
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Reading(folder, exception);
        }
    }

    /// <summary>Writes the table as far as it is known.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Write(SweepTable table)
    {
        AtomicFile.WriteText(CsvPath, table.ToCsv());
        AtomicFile.WriteText(MarkdownPath, table.ToMarkdown());
    }

    /// <summary>Leaves the folder to others.</summary>
    public void Dispose() => _lock.Dispose();
}
