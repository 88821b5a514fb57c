using System.Diagnostics;
using NativeGan.Training.Errors;

namespace NativeGan.Benchmarks.Peers;

/// <summary>A Python script of this folder that answers each line with a line.</summary>
/// <remarks>Its first line describes it, or is 'absent: ' and the reason where it cannot do what it was asked for.</remarks>
internal sealed class PythonProcess : IDisposable
{
    private static readonly string[] _pinningVariables = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

    private readonly Process _process;
    private readonly string _script;

    private PythonProcess(Process process, string script, string description) => (_process, _script, Description) = (process, script, description);

    /// <summary>Version and environment.</summary>
    public string Description { get; }

    /// <summary>Starts a script; null, with the reason, where Python, PyTorch or what the script needs is missing.</summary>
    /// <param name="python">The Python.</param>
    /// <param name="name">What the peer is called.</param>
    /// <param name="script">File name of the script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="reason">Why there is none.</param>
    /// <param name="patience">How long it may take to be ready; null for two minutes.</param>
    public static PythonProcess? TryStart(string python, string name, string script, string[] arguments, out string? reason, TimeSpan? patience = null)
    {
        ProcessStartInfo start = new(python, ["-u", Path.Combine(AppContext.BaseDirectory, "Peers", script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // These pin OpenBLAS to an older core type and halve its speed where somebody set them.
        bool wasPinned = _pinningVariables.Select(variable => start.Environment.Remove(variable)).ToArray().Any(removed => removed);
        reason = $"{name}: absent, {python} cannot import torch. Debian: apt-get install python3-torch";
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            Task<string?> answer = process.StandardOutput.ReadLineAsync();
            if (!answer.Wait(patience ?? TimeSpan.FromMinutes(2)))
            {
                reason = $"{name}: left out, it was not ready in time";
                process.Kill(entireProcessTree: true);
            }
            else if (answer.Result is { } greeting && greeting.StartsWith("absent: ", StringComparison.Ordinal))
            {
                reason = $"{name}: {greeting}";
            }
            else if (answer.Result is { } description)
            {
                reason = null;
                string pinned = $"{string.Join(", ", _pinningVariables)} {(wasPinned ? "were set and taken out" : "not set")}";
                return new PythonProcess(process, script, $"{description}; {pinned}");
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            reason = $"{name}: absent, there is no program '{python}'. Name a Python with torch: --peer python3";
        }

        process?.Dispose();
        return null;
    }

    /// <summary>The answer to a line.</summary>
    public string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        return _process.StandardOutput.ReadLine()
            ?? throw new InputException($"The PyTorch peer ended; run Benchmarks/Peers/{_script} by hand to see why.", ExitCodes.Unexpected);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
