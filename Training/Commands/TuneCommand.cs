using System.CommandLine;
using System.Globalization;
using NativeGan.Engine.Backends;
using NativeGan.Kernels.Gpu;
using NativeGan.Kernels.Gpu.MatMul;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan tune PRESET</c>: finds the fastest matrix product for each shape of a preset's step on a GPU, and remembers it.</summary>
internal static class TuneCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> preset = new("preset") { Description = "Whose products; 'nativegan presets' shows them all." };
        DeviceOptions device = new();
        TrainingOptionSet hyperparameters = new(parsed => parsed.GetResult(preset)?.Tokens is [var name, ..] ? PresetCatalog.TryFind(name.Value)?.Options : null);
        Command command = new("tune", "Find the fastest matrix products for a preset on this GPU, and use them from now on.") { preset };
        device.AddTo(command);
        hyperparameters.AddTo(command);
        command.SetAction(parsed =>
        {
            ValueOrigins origins = new();
            TrainingOptions options = TrainingOptionsCheck.Validate(hyperparameters.Apply(parsed, PresetCatalog.Find(parsed.GetValue(preset)!).Options, origins), origins);
            using IBackend backend = device.Open(parsed, Console.WriteLine, options);
            IReadOnlyList<MatMulSize> sizes = SizesOf(options, backend);
            if (sizes.Count == 0)
            {
                throw new InputException(
                    $"Device '{backend.Name}' has nothing to tune: it chooses by the shape alone. Give a GPU: --device {string.Join(" or ", GpuDevices.Names)}.", ExitCodes.Usage);
            }

            Console.WriteLine($"{sizes.Count} shapes of {options.Preset}; rows x inner x columns, -t: that factor is transposed");
            MatMulTuningTable table = MatMulTuner.Tune(backend, sizes, Print);
            string folder = DatasetCache.TuningFolder();
            using FileLock tuning = LockOf(folder);
            AtomicFile.RemoveLeftOvers(folder);
            table = MatMulTuningTable.TryLoad(folder, table.Device, table.Precision)?.With(table.Products) ?? table;
            Console.WriteLine($"written: {table.Save(folder)}; every later run on this device uses it. Delete it to go back to the rule.");
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>Waits for the right to change a folder's tables: of two tunings that end together each adds to what the other wrote.</summary>
    private static FileLock LockOf(string folder)
    {
        Directory.CreateDirectory(folder);
        for (; ; )
        {
            if (FileLock.TryTake(Path.Combine(folder, ".lock")) is { } taken)
            {
                return taken;
            }

            Thread.Sleep(20); // it is held for the reading and writing of one small file
        }
    }

    // One step, call by call, shows the backend every shape.
    private static IReadOnlyList<MatMulSize> SizesOf(TrainingOptions options, IBackend backend)
    {
        using TrainingSession session = new(options, backend, StepTrial.DataFor(options));
        session.Batches.Prepare();
        StepTrial.Checked(options, session.Step.Run);
        return MatMulTuner.SizesMultiplied(backend);
    }

    private static void Print(TunedMatMul tuned)
    {
        MatMulSize size = tuned.Size;
        string shape = $"{size.Rows}x{size.Inner}{(size.TransposeA ? "-t" : "")}x{size.Columns}{(size.TransposeB ? "-t" : "")}";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {shape,-20} {tuned.Plan,-22} {tuned.Microseconds,9:0.0} µs {size.FloatingPointOperations / tuned.Microseconds / 1e3,8:0.0} GFLOP/s; by rule {tuned.UntunedPlan,-22} {tuned.UntunedMicroseconds,9:0.0} µs"));
        foreach (string rejected in tuned.Rejected)
        {
            Console.WriteLine($"  {"",-20} left out: {rejected}");
        }
    }
}
