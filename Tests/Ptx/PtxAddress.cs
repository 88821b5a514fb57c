namespace NativeGan.Tests.Ptx;

/// <summary>Base register (of 32 bits, where narrow) and byte offset.</summary>
internal readonly record struct PtxAddress(int Slot, bool IsNarrow, long Offset)
{
    public ulong Of(PtxThread thread)
    {
        ulong start = thread.Registers[Slot];
        return (IsNarrow ? (uint)start : start) + (ulong)Offset;
    }
}
