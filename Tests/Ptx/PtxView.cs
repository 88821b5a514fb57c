namespace NativeGan.Tests.Ptx;

/// <summary>An array view as ILGPU passes it: a pointer and the number of elements, 16 bytes.</summary>
public readonly record struct PtxView(ulong Address, long Length);
