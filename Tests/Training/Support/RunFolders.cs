using NativeGan.Engine.Backends;
using NativeGan.Tests.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Runs;

namespace NativeGan.Tests.Training.Support;

/// <summary>Makes run folders: trained ones of a few steps, and ones with given numbers.</summary>
internal static class RunFolders
{
    /// <summary>Trains 20 small steps on the processor, with lines of metrics and samples every few of them.</summary>
    public static string Train(string path, TrainingOptions options)
    {
        IBackend backend = BackendCases.Get("cpu");
        ImageDataset images = SmallRun.Images(rows: 28, columns: 28);
        using RunFolder folder = RunFolder.Create(path);
        folder.Begin(options, backend, images, "nativegan train small");
        SmallRun.Train(options, backend, images, observers: folder);
        return path;
    }

    /// <summary>Writes a folder without samples and checkpoints.</summary>
    public static string Write(string path, TrainingOptions options, params IEnumerable<MetricsRow> rows)
    {
        using RunFolder folder = RunFolder.Create(path);
        folder.Begin(options, null, null, "nativegan train small");
        foreach (MetricsRow row in rows)
        {
            folder.OnMetrics(row);
        }

        return path;
    }
}
