using NativeGan.Training.Errors;

namespace NativeGan.Training.Commands;

/// <summary>The standard output and error while a command runs: that they cannot be written ends no work.</summary>
/// <remarks>
/// Where nobody listens (a closed output or terminal, a reader that went away) lines are dropped. Where they find no room (a full disk) the work goes on as well,
/// and the program then ends with one line and exit code 5, because something that was asked for is missing. Nothing is thrown out of the error path.
/// </remarks>
internal sealed class ConsoleOutput : IDisposable
{
    // EPIPE and EIO as .NET reports them on Unix.
    private const int BrokenPipe = 32, ClosedTerminal = 5;

    private static TextWriter? _result;

    private readonly TextWriter _outBefore = Console.Out, _errorBefore = Console.Error;
    private readonly ForgivingWriter _out, _error;

    private ConsoleOutput()
    {
        _out = new ForgivingWriter(IsWritable(1) ? _outBefore : TextWriter.Null);
        _error = new ForgivingWriter(IsWritable(2) ? _errorBefore : TextWriter.Null);
        Console.SetOut(_out);
        Console.SetError(_error);
    }

    /// <summary>Where what was asked for goes, also where words about the work are dropped.</summary>
    public static TextWriter Result => _result ?? Console.Out;

    /// <summary>Guards both outputs until disposal.</summary>
    public static ConsoleOutput Guard() => new();

    /// <summary>From now on only <see cref="Result"/> is written.</summary>
    public void KeepToTheResult()
    {
        _result = _out;
        Console.SetOut(TextWriter.Null);
    }

    /// <summary>The exit code after all was written, and one line where the standard output had no room.</summary>
    /// <param name="program">What the program is called.</param>
    /// <param name="exitCode">How the command ended.</param>
    public int Finish(ProgramName program, int exitCode)
    {
        _out.Flush();
        if (_out.Failure is not IOException failure || failure.HResult is BrokenPipe or ClosedTerminal)
        {
            return exitCode;
        }

        _error.WriteLine($"{program.Label}: The standard output cannot be written: {FileErrors.ReasonOfWriting(failure)}.");
        return exitCode == ExitCodes.Success ? ExitCodes.DataMissing : exitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _result = null;
        Console.SetOut(_outBefore);
        Console.SetError(_errorBefore);
    }

    // A closed descriptor is given to the next file that is opened, so that lines could land in a file of the run. Such a file has been
    // opened by the runtime, to be read. The last octal digits of its flags say how it was opened: 0 to read, 1 to write, 2 for both.
    private static bool IsWritable(int descriptor)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        try
        {
            string? flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}").FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return flags is null || (flags[^1] - '0') % 4 != 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception is not (FileNotFoundException or DirectoryNotFoundException);
        }
    }
}
