namespace NativeGan.Tests.Ptx;

/// <summary>What executing an instruction means, for one thread or, where <paramref name="Together"/> is set, for a warp at once.</summary>
internal readonly record struct PtxStep(Action<PtxThread>? Alone, Action<PtxThread[]>? Together, int Guard, bool IsGuardNegated, bool IsUniform);
