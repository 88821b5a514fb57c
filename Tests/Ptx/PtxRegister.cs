namespace NativeGan.Tests.Ptx;

/// <summary>A register: its place in a thread's register file, and its declared type.</summary>
internal readonly record struct PtxRegister(int Slot, PtxType Type);
