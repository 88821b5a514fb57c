using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;

namespace NativeGan.Training.Commands;

/// <summary>The options that choose a device, shared by the commands that compute.</summary>
internal sealed class DeviceOptions
{
    private readonly Option<string> _device = new("--device")
    {
        Description = $"Where to compute: auto, {string.Join(", ", BackendCatalog.Names)}. 'nativegan devices' lists what is there.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Threads of the cpu backend; 0 for one a core. The numbers do not depend on it.",
        DefaultValueFactory = _ => 0,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_device);
        command.Options.Add(_threads);
    }

    /// <summary>Opens the chosen backend and says which it is.</summary>
    /// <exception cref="InputException">There is no backend of that name, or a negative number of threads.</exception>
    /// <exception cref="BackendUnavailableException">It is not available here.</exception>
    /// <param name="parsed">The command line.</param>
    /// <param name="log">Told which backend was opened.</param>
    /// <param name="usual">What auto means here: the device a run was started on; null for the processor.</param>
    public IBackend Open(ParseResult parsed, Action<string> log, string? usual = null)
    {
        string name = parsed.GetValue(_device)!;
        int threads = parsed.GetValue(_threads);
        if (threads is < 0 or > 1024)
        {
            throw new InputException($"--threads: found {threads}, 0 to 1024 is expected.", ExitCodes.Usage);
        }

        if (name != "auto" && !BackendCatalog.Names.Contains(name))
        {
            throw new InputException($"There is no device '{name}'{Nearest.Hint(name, BackendCatalog.Names)} There are auto, {string.Join(", ", BackendCatalog.Names)}.", ExitCodes.Usage);
        }

        // For networks this small the processor is the safe choice everywhere; a GPU is used when it is asked for.
        string chosen = name == "auto" ? usual ?? "cpu" : name;
        IBackend backend = BackendCatalog.TryOpen(chosen, threads, out string? reason) ?? throw new BackendUnavailableException(
            $"Device '{chosen}' is not available: {reason?.TrimEnd('.')}. Available here: {string.Join(", ", BackendCatalog.Names.Where(IsAvailable))}.");
        log($"device: {backend.Name} ({backend.Description}){(name != "auto" ? "" : usual is null ? ", chosen by auto" : ", as the run was started")}");
        return backend;
    }

    private static bool IsAvailable(string name)
    {
        using IBackend? backend = BackendCatalog.TryOpen(name, 1, out _);
        return backend is not null;
    }
}
