namespace NativeGan.Tests.Ptx;

/// <summary>A variable in shared or local memory.</summary>
internal readonly record struct PtxVariable(string Name, int Offset, int Size);
