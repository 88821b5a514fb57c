namespace NativeGan.Tests.Ptx;

/// <summary>A kernel parameter: <paramref name="Size"/> bytes at <paramref name="Offset"/> of the parameter space.</summary>
public readonly record struct PtxParameter(string Name, int Offset, int Size, int Alignment);
