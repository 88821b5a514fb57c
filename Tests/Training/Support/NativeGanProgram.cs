using System.Diagnostics;
using System.Text;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Support;

/// <summary>The built program as a child process, away from the network and from the user's data.</summary>
internal sealed class NativeGanProgram : IDisposable
{
    // A program that hangs, rather than a slow machine: what takes a second here took twenty under a load of eighteen.
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly StringBuilder _output = new();

    private NativeGanProgram(string folder, IEnumerable<string> arguments, string? shell = null, string? terminalKind = null)
    {
        string tests = Path.GetDirectoryName(typeof(NativeGanProgram).Assembly.Location)!;
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(shell is null ? host : "sh")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (shell is not null)
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(shell);
            start.ArgumentList.Add(host);
        }

        start.ArgumentList.Add(Path.Combine(tests, "nativegan.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["NATIVEGAN_OFFLINE"] = "1";
        start.Environment["NATIVEGAN_CACHE"] = Path.Combine(folder, "cache");
        start.Environment.Remove("NATIVEGAN_DATA");
        if (terminalKind is not null)
        {
            start.Environment["TERM"] = terminalKind;
            start.Environment.Remove("CI");
            start.Environment.Remove("NO_COLOR");
        }

        _process = InterruptSignal.Start(start);
        _process.ErrorDataReceived += (_, line) => _error.AppendLine(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>A training of quick steps.</summary>
    public static string[] SmallTraining { get; } =
    [
        "train", "s4", "--dataset", "built-in-digits", "--device", "cpu", "--threads", "1", "--noise-size", "5",
        "--generator-hidden", "4", "--discriminator-hidden", "3", "--batch-size", "8",
    ];

    /// <summary>Starts the program without waiting for its end.</summary>
    public static NativeGanProgram Start(string folder, params IEnumerable<string> arguments) => new(folder, arguments);

    /// <summary>The same with SIGINT ignored, as a shell starts the background jobs of a script.</summary>
    public static NativeGanProgram StartIgnoringInterrupt(string folder, params IEnumerable<string> arguments) =>
        new(folder, arguments, "trap '' INT; exec \"$0\" \"$@\"");

    /// <summary>The same with its output on a terminal.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="kind">What the environment calls it, such as <c>xterm</c>.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">The command line.</param>
    public static NativeGanProgram StartOn(PseudoTerminal terminal, string kind, string folder, params IEnumerable<string> arguments) =>
        new(folder, arguments, $"exec \"$0\" \"$@\" < '{terminal.Path}' > '{terminal.Path}' 2>&1", kind);

    /// <summary>Runs the program to its end.</summary>
    public static ProgramResult Run(string folder, params IEnumerable<string> arguments)
    {
        using NativeGanProgram program = new(folder, arguments);
        return program.Wait();
    }

    /// <summary>Runs the program from a line of the shell, in which <c>"$0" "$@"</c> stands for it.</summary>
    public static ProgramResult RunInShell(string folder, string script, params IEnumerable<string> arguments)
    {
        using NativeGanProgram program = new(folder, arguments, script);
        return program.Wait();
    }

    /// <summary>Runs the program, which has to succeed.</summary>
    public static string Succeed(string folder, params IEnumerable<string> arguments)
    {
        ProgramResult result = Run(folder, arguments);
        Assert.That(result.ExitCode, Is.Zero, $"nativegan {string.Join(' ', arguments)}: {result.Error}{result.Output}");
        return result.Output;
    }

    /// <summary>Runs the program, which has to fail with an exit code and one line on the standard error that contains every part.</summary>
    public static void Refuse(string folder, int exitCode, IEnumerable<string> arguments, params IEnumerable<string> parts)
    {
        ProgramResult result = Run(folder, arguments);
        string command = $"nativegan {string.Join(' ', arguments)}";
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), $"{command}: {result.Error}");
        Assert.That(result.Error, Does.Match(@"\Anativegan: [^\n]*[.?!A-Za-z0-9-]\n*\z").And.Not.Contain("error in the program"), command);
        Assert.That(result.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), command);
        foreach (string part in parts)
        {
            Assert.That(result.Error, Does.Contain(part), command);
        }
    }

    /// <summary>Waits for a line of output that begins so.</summary>
    public string WaitForLine(string beginning)
    {
        using CancellationTokenSource patience = new(_longest);
        try
        {
            while (_process.StandardOutput.ReadLineAsync(patience.Token).AsTask().GetAwaiter().GetResult() is { } line)
            {
                _output.AppendLine(line);
                if (line.StartsWith(beginning, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw GivenUp($"did not write a line '{beginning}...'");
        }

        throw Ended($"without a line '{beginning}...'");
    }

    /// <summary>Waits until there is a file of some name in a folder, which need not exist yet.</summary>
    public void WaitForFile(string folder, string pattern)
    {
        var watch = Stopwatch.StartNew();
        while (!Directory.Exists(folder) || Directory.GetFiles(folder, pattern).Length == 0)
        {
            if (_process.HasExited)
            {
                throw Ended($"without a file '{pattern}' in '{folder}'");
            }

            if (watch.Elapsed > _longest)
            {
                throw GivenUp($"did not write a file '{pattern}' in '{folder}'");
            }

            Thread.Sleep(10);
        }
    }

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Sends Ctrl-C.</summary>
    public void Interrupt() => Send("INT");

    /// <summary>Asks the program to end: SIGTERM.</summary>
    public void Terminate() => Send("TERM");

    /// <summary>Says that its terminal was closed: SIGHUP.</summary>
    public void HangUp() => Send("HUP");

    /// <summary>Ends the program at once, without a chance to clean up: SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public ProgramResult Wait()
    {
        Task<string> output = _process.StandardOutput.ReadToEndAsync();
        if (!_process.WaitForExit(_longest))
        {
            throw GivenUp("did not end", output);
        }

        _process.WaitForExit(); // for the rest of the standard error
        _output.Append(output.Result);
        return new ProgramResult(_process.ExitCode, _output.ToString(), _error.ToString());
    }

    private void Send(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.That(kill.ExitCode, Is.Zero, $"kill -{signal}");
    }

    private TimeoutException GivenUp(string what, Task<string>? rest = null)
    {
        Kill();
        return new TimeoutException($"The program {what} within {_longest.TotalMinutes} minutes: {_output}{rest?.Result}{_error}");
    }

    private InvalidOperationException Ended(string what)
    {
        _process.WaitForExit();
        return new InvalidOperationException($"The program ended ({_process.ExitCode}) {what}: {_output}{_error}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}

/// <summary>How a run of the program ended.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error);
