namespace NativeGan.Tests.Ptx;

/// <summary>Where a thread stands.</summary>
internal enum PtxThreadState
{
    Running,
    AtWarpInstruction,
    AtBarrier,
    Exited,
}
