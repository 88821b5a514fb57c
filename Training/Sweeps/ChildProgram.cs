using System.Diagnostics;
using System.Text;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Sweeps;

/// <summary>This program again, as a process of its own, its words kept in a file.</summary>
internal sealed class ChildProgram : IDisposable
{
    /// <summary>Set to 1 it makes a training end, with its state saved, when its standard input does: so none outlives the program that began it.</summary>
    public const string EndsWithInput = "NATIVEGAN_ENDS_WITH_INPUT";

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly StringBuilder _lastError = new();
    private readonly Lock _writing = new();

    private ChildProgram(IReadOnlyList<string> arguments, string logPath)
    {
        _log = new StreamWriter(new FileStream(logPath, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        _log.WriteLine($"$ {Suggestion.Command(arguments)}");
        _process = new Process { StartInfo = Start(arguments) };
        _process.OutputDataReceived += (_, line) => Keep(line.Data, isError: false);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data, isError: true);
    }

    /// <summary>Runs the program to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="logPath">Where its words are added.</param>
    /// <param name="stop">Asks it to save and end.</param>
    /// <returns>Its exit code, and the last line of its standard error.</returns>
    public static async Task<(int ExitCode, string Error)> Run(IReadOnlyList<string> arguments, string logPath, CancellationToken stop)
    {
        using ChildProgram child = new(arguments, logPath);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        using CancellationTokenRegistration registration = stop.Register(child.AskToEnd);
        await child._process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return (child._process.ExitCode, child._lastError.ToString());
    }

    private static ProcessStartInfo Start(IReadOnlyList<string> arguments)
    {
        string program = Environment.ProcessPath!;
        string library = Path.Combine(AppContext.BaseDirectory, "nativegan.dll");
        bool isHosted = Path.GetFileNameWithoutExtension(program) != "nativegan" && File.Exists(library);
        return new ProcessStartInfo(program, isHosted ? [library, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [EndsWithInput] = "1" },
        };
    }

    private void Keep(string? line, bool isError)
    {
        if (line is null)
        {
            return;
        }

        lock (_writing)
        {
            _log.WriteLine(line);
            if (isError && line.Length > 0)
            {
                _lastError.Clear().Append(line);
            }
        }
    }

    private void AskToEnd()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Closes the log.</summary>
    public void Dispose()
    {
        _process.Dispose();
        _log.Dispose();
    }
}
