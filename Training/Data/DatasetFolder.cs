using NativeGan.Training.Errors;
using NativeGan.Training.Formats;

namespace NativeGan.Training.Data;

/// <summary>Finds the files of a data set in a folder, under the names that are in use.</summary>
internal static class DatasetFolder
{
    /// <summary>The file in <paramref name="folder"/>, raw before compressed, or null.</summary>
    /// <remarks><c>train-images-idx3-ubyte</c> is also called <c>train-images.idx3-ubyte</c>; both may end in <c>.gz</c>.</remarks>
    public static string? Find(string folder, DatasetFile file)
    {
        string dotted = file.Name.Replace("-idx", ".idx", StringComparison.Ordinal);
        foreach (string name in (ReadOnlySpan<string>)[file.Name, dotted, file.Name + ".gz", dotted + ".gz"])
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>The folder itself or the subfolder for the set, whichever holds the images; null if none does.</summary>
    public static string? Locate(string folder, DatasetCatalog set, DatasetFile images)
    {
        foreach (string candidate in (ReadOnlySpan<string>)[Path.Combine(folder, set.Folder), folder])
        {
            if (Find(candidate, images) is not null)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Reads images and, where they are there, labels.</summary>
    /// <exception cref="InputException">A file is damaged, or they do not belong together.</exception>
    public static ImageDataset Read(string folder, DatasetCatalog set, bool isTest, Action<string> log, bool mustMatch)
    {
        (DatasetFile imagesFile, DatasetFile labelsFile) = set.Files(isTest);
        string imagesPath = Find(folder, imagesFile)
            ?? throw new InputException($"'{folder}' holds no '{imagesFile.Name}'.", ExitCodes.DataMissing);
        IdxFile images = IdxFile.ReadImages(imagesPath);
        if (mustMatch)
        {
            CheckChecksum(imagesPath, images, imagesFile, set);
        }

        IdxFile? labels = null;
        if (Find(folder, labelsFile) is string labelsPath)
        {
            labels = IdxFile.ReadLabels(labelsPath);
            if (mustMatch)
            {
                CheckChecksum(labelsPath, labels, labelsFile, set);
            }
        }
        else if (mustMatch)
        {
            throw new InputException($"'{folder}' holds no '{labelsFile.Name}'.", ExitCodes.DataMissing);
        }
        else
        {
            log($"'{folder}' holds no '{labelsFile.Name}': the images have no labels.");
        }

        string name = DatasetCatalog.Recognise(images.Sha256)?.Name ?? set.Name;
        return ImageDataset.Create(name, images, labels, $"folder '{folder}'");
    }

    private static void CheckChecksum(string path, IdxFile content, DatasetFile file, DatasetCatalog set)
    {
        if (content.Sha256 != file.Sha256)
        {
            throw new InputException(
                $"'{path}' is not {set.Name}'s {file.Name}: its SHA-256 is {content.Sha256}, expected {file.Sha256}.",
                ExitCodes.DataMissing);
        }
    }
}
