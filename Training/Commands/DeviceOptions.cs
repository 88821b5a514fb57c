using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Options;
using NativeGan.Training.Runs;

namespace NativeGan.Training.Commands;

/// <summary>The options that choose a device, shared by the commands that compute.</summary>
internal sealed class DeviceOptions
{
    private readonly NameOption _device = new("--device", ["auto", .. BackendCatalog.Names])
    {
        Section = OptionSection.Run,
        Description = $"Where to compute: auto, {string.Join(", ", BackendCatalog.Names)}. 'nativegan devices' lists what is there.",
        Default = "auto",
    };

    private readonly ValueOption<int> _threads = new("--threads", new WholeNumbers<int>(0, 1024))
    {
        Section = OptionSection.Run,
        Description = "Threads of the cpu backend; 0 for one a core. The numbers do not depend on it.",
        Default = 0,
    };

    private readonly ValueOption<MatMulPrecision> _precision = new("--precision", new EnumNames(typeof(MatMulPrecision)))
    {
        Section = OptionSection.Run,
        Description = "Rounding of the factors of matrix products: float32 for none, tf32 for tensor cores (cuda only). [default: float32, or what a run was started with]",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_device);
        command.Options.Add(_threads);
        command.Options.Add(_precision);
    }

    /// <summary>Opens the chosen backend and says which it is, and why when it was chosen here.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="log">Told which backend was opened.</param>
    /// <param name="run">What is to be trained: <c>auto</c> takes the device on which a step of it is shortest. Null for the processor.</param>
    /// <param name="started">The run that is gone on with: <c>auto</c> then means its device, and its precision is kept.</param>
    /// <exception cref="InputException">There is no backend of that name, a negative number of threads, or a damaged tuning table.</exception>
    /// <exception cref="BackendUnavailableException">It is not available here.</exception>
    public IBackend Open(ParseResult parsed, Action<string> log, TrainingOptions? run = null, RunFolder? started = null)
    {
        string name = _device.Read(parsed)!;
        int threads = _threads.Read(parsed)!.Value;
        MatMulPrecision? precision = _precision.Read(parsed);
        BackendOptions options = new() { Threads = threads, Precision = precision ?? started?.ReadPrecision() ?? MatMulPrecision.Float32, TuningFolder = DatasetCache.TuningFolder() };
        try
        {
            (IBackend backend, string why) = name == "auto" ? OpenAuto(options, run, started?.ReadDevice()) : (OpenNamed(name, options), "");
            CommandLine.LogOf(parsed, log)($"device: {backend.Name} ({backend.Description}){why}");
            return backend;
        }
        catch (InvalidDataException exception)
        {
            throw new InputException(exception.Message, ExitCodes.DataMissing);
        }
    }

    private static (IBackend Backend, string Why) OpenAuto(BackendOptions options, TrainingOptions? run, string? usual)
    {
        if (usual is not null)
        {
            return (OpenNamed(usual, options), ", as the run was started");
        }

        if (options.Precision != MatMulPrecision.Float32)
        {
            return (OpenNamed("cuda", options), ", which alone has that precision");
        }

        if (run is null)
        {
            return (OpenNamed("cpu", options), ", chosen by auto");
        }

        (IBackend backend, string why) = FastestDevice.Open(run, options);
        return (backend, $", chosen by auto: {why}");
    }

    private static IBackend OpenNamed(string name, BackendOptions options) =>
        BackendCatalog.TryOpen(name, options, out string? reason) ?? throw new BackendUnavailableException(
            $"Device '{name}' is not available: {reason?.TrimEnd('.')}. Available here: {string.Join(", ", BackendCatalog.Names.Where(IsAvailable))}.");

    private static bool IsAvailable(string name)
    {
        using IBackend? backend = BackendCatalog.TryOpen(name, 1, out _);
        return backend is not null;
    }
}
