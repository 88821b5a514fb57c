using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NativeGan.Kernels.Gpu;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;

namespace NativeGan.Training.Commands;

/// <summary><c>nativegan devices</c>: the backends that are here, what they reach, and why the others are not.</summary>
internal static class DevicesCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<bool> measure = new("--measure") { Description = "Also measure each: matrix products, memory, the cost of a call. Takes some seconds a device." };
        JsonOption json = new();
        Command command = new("devices", "List the backends, and why one is missing.") { measure, json };
        command.SetAction(parsed =>
        {
            bool isJson = parsed.GetValue(json);
            List<Entry> entries = [];
            foreach (string name in BackendCatalog.Names)
            {
                Entry entry = Look(name, parsed.GetValue(measure));
                entries.Add(entry);
                if (!isJson)
                {
                    Print(entry);
                }
            }

            if (isJson)
            {
                JsonOption.Write(JsonSerializer.SerializeToNode(entries, JsonText.Readable)!);
            }
            else
            {
                PrintOthers();
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Entry Look(string name, bool measures)
    {
        using IBackend? backend = BackendCatalog.TryOpen(name, 0, out string? reason);
        if (backend is null)
        {
            return new Entry(name, Description: null, reason, Limits: null);
        }

        // The reference backend and the simulator are there to be read and tested, not to be fast.
        return new Entry(name, backend.Description, Missing: null, measures && name is not ("reference" or "ilgpu-cpu") ? DeviceLimits.Measure(backend) : null);
    }

    private static void Print(Entry entry)
    {
        Console.WriteLine(entry.Description is null ? $"{entry.Name,-10} not available: {entry.Missing}" : $"{entry.Name,-10} {entry.Description}");
        if (entry.Limits is { } limits)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{"",-10} products up to {limits.ProductRate:0.#} GFLOP/s (at {limits.ProductSize} cubed), memory {limits.Bandwidth:0.#} GB/s, a call {limits.CallMicroseconds:0.#} µs"));
        }
    }

    // A kind opens its first device; whoever has several should know.
    private static void PrintOthers()
    {
        foreach (IGrouping<string, GpuDeviceInfo> kind in GpuDevices.List().GroupBy(static device => device.Backend).Where(static kind => kind.Count() > 1))
        {
            Console.WriteLine($"{kind.Key,-10} uses the first of: {string.Join(", ", kind.Select(static device => device.Name))}");
        }
    }

    private sealed record Entry(string Name, string? Description, string? Missing, DeviceLimits? Limits);
}
