using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NativeGan.Tests.Training.Support;

/// <summary>A terminal that a test holds the other end of, and can take away.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    // Of Linux. Closed in the programs that are started, or they would keep the terminal alive.
    private const int ReadWrite = 2, NoControllingTerminal = 0x100, ClosedInPrograms = 0x80000;

    private readonly SafeFileHandle _master;
    private readonly Thread _reader;
    private volatile bool _isClosing;

    public PseudoTerminal()
    {
        int master = Open(ReadWrite | NoControllingTerminal | ClosedInPrograms);
        _master = new SafeFileHandle(master, ownsHandle: true);
        if (master < 0 || Grant(master) != 0 || Unlock(master) != 0)
        {
            throw new InvalidOperationException("No terminal could be made.");
        }

        Path = Marshal.PtrToStringUTF8(NameOf(master))!;
        _reader = new Thread(Drain) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>The end that a program writes to.</summary>
    public string Path { get; }

    /// <summary>Takes the terminal away: every later write of the program fails.</summary>
    public void Close()
    {
        _isClosing = true;
        _reader.Join();
        _master.Dispose();
    }

    public void Dispose() => Close();

    // Somebody has to read, or the program waits for room.
    private void Drain()
    {
        byte[] bytes = new byte[4096];
        WaitForInput input = new() { Descriptor = (int)_master.DangerousGetHandle(), Events = 1 };
        while (!_isClosing)
        {
            // In short waits, so that the end can be closed while nothing comes.
            if (Poll(ref input, 1, 20) > 0 && (input.Returned & 1) != 0)
            {
                _ = Read(input.Descriptor, bytes, bytes.Length);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt")]
    private static partial int Open(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt")]
    private static partial int Grant(int master);

    [LibraryImport("libc", EntryPoint = "unlockpt")]
    private static partial int Unlock(int master);

    [LibraryImport("libc", EntryPoint = "ptsname")]
    private static partial nint NameOf(int master);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref WaitForInput input, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, [Out] byte[] bytes, nint count);

    [StructLayout(LayoutKind.Sequential)]
    private struct WaitForInput
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
