using System.Runtime.InteropServices;
using NativeGan.Training.Sweeps;

namespace NativeGan.Training.Commands;

/// <summary>Ctrl-C, SIGTERM, a closed terminal and, in the process of a sweep, its end ask for an end, with what is done saved; the second of them ends the program at once.</summary>
/// <remarks>
/// A signal that was ignored when the program started stays ignored: .NET keeps to that custom. So a Ctrl-C that is meant for the foreground does
/// not stop a background job of a script; SIGTERM does.
/// </remarks>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Listens from now on.</summary>
    public StopSignals()
    {
        _registrations = [Listen(PosixSignal.SIGINT), Listen(PosixSignal.SIGTERM), Listen(PosixSignal.SIGHUP)];
        if (Environment.GetEnvironmentVariable(ChildProgram.EndsWithInput) == "1")
        {
            new Thread(AwaitEndOfInput) { IsBackground = true }.Start();
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Whether there was one.</summary>
    public bool IsRaised => _stop.IsCancellationRequested;

    private PosixSignalRegistration Listen(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = !IsRaised;
        _stop.Cancel();
    });

    private void AwaitEndOfInput()
    {
        using Stream input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
            // Nothing is said there; only its end counts.
        }

        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The training was over before.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }
}
