using System.CommandLine;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan devices</c>: the backends that are here, and why the others are not.</summary>
internal static class DevicesCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("devices", "List the backends, and why one is missing.");
        command.SetAction(_ =>
        {
            foreach (string name in BackendCatalog.Names)
            {
                using IBackend? backend = BackendCatalog.TryOpen(name, 0, out string? reason);
                Console.WriteLine(backend is null ? $"{name,-10} not available: {reason}" : $"{name,-10} {backend.Description}");
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
