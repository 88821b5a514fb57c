using System.Runtime.CompilerServices;

namespace NativeGan.Tests.Ptx;

/// <summary>One thread: its registers, its next instruction, and what it waits for.</summary>
internal sealed class PtxThread(PtxBlock block, int number)
{
    public PtxBlock Block => block;

    /// <summary>x + y·extent x + z·extent x·extent y.</summary>
    public int Number => number;

    public int Lane => number % PtxBlock.WarpSize;

    public int Warp => number / PtxBlock.WarpSize;

    public ulong[] Registers { get; } = new ulong[block.Kernel.InitialRegisters.Count];

    public byte[] LocalMemory { get; } = new byte[block.Kernel.LocalVariables is [.., var last] ? last.Offset + last.Size : 0];

    public PtxThreadState State { get; set; }

    /// <summary>The instruction being executed, or the one waited at.</summary>
    public int Current { get; set; }

    public int Next { get; set; }

    /// <summary>Number of the barrier that is waited at.</summary>
    public ulong Barrier { get; set; }

    public long Executed { get; set; }

    public PtxAsyncCopies Copies { get; } = new(block, number);

    /// <summary>How often a conditional branch marked as uniform was met, by instruction.</summary>
    public int[] UniformBranches { get; } = new int[block.Kernel.Steps.Length];

    public void Start(ReadOnlySpan<ulong> registers)
    {
        registers.CopyTo(Registers);
        Array.Fill(LocalMemory, (byte)0xFF);
        State = PtxThreadState.Running;
        Next = 0;
        Executed = 0;
        Copies.Clear();
        Array.Clear(UniformBranches);
    }

    /// <summary>Bytes of the thread's own memory.</summary>
    /// <exception cref="PtxViolationException">They do not lie within one variable, or the address is no multiple of the size.</exception>
    public Span<byte> Local(ulong address, int size) =>
        address % (ulong)size == 0 && Block.Kernel.LocalVariables.Exists(variable =>
            address >= (ulong)variable.Offset && address + (ulong)size <= (ulong)(variable.Offset + variable.Size))
            ? LocalMemory.AsSpan((int)address, size)
            : throw new PtxViolationException($"{size} bytes at local address {address} are out of bounds or misaligned");

    /// <summary>The low bytes of a slot as a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Get<T>(ulong[] registers, int slot) where T : unmanaged => Unsafe.As<ulong, T>(ref registers[slot]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set<T>(ulong[] registers, int slot, T value) where T : unmanaged => Unsafe.As<ulong, T>(ref registers[slot]) = value;
}
