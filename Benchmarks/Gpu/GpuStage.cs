namespace NativeGan.Benchmarks.Gpu;

/// <summary>One part of the proof on a device.</summary>
/// <param name="Name">What <c>--stages</c> calls it.</param>
/// <param name="Summary">One line on what it does.</param>
/// <param name="Weight">Its part of the time that it and the later stages share.</param>
/// <param name="NeedsRightTraining">Whether it is left out when <c>agreement</c> or <c>captured</c> failed: no training is timed that computes something else.</param>
/// <param name="Run">Does it.</param>
internal sealed record GpuStage(string Name, string Summary, double Weight, bool NeedsRightTraining, Action<GpuRun> Run)
{
    /// <summary>Whether the later ones depend on its result.</summary>
    public bool ChecksTraining => Name is "agreement" or "captured";

    /// <summary>All stages, in order: what the device is, whether it is right, then how fast.</summary>
    public static IReadOnlyList<GpuStage> All { get; } =
    [
        new("device", "what the device is", 0.1, false, DeviceStage.Run),
        new("correctness", "every primitive, product and operation against the reference", 3, false, CorrectnessStage.Run),
        new("agreement", "200 steps of s4 on cpu and on the device", 2, false, AgreementStage.Run),
        new("captured", "captured steps against eager ones, bit for bit", 1, false, CaptureStage.Run),
        new("kernels", "ceilings, then every kernel cold, alone and with transfers", 3, false, KernelStage.Run),
        new("ladder", "matrix products in all versions, beside cuBLAS", 3, false, LadderStage.Run),
        new("tune", "the fastest plan for each product of a step", 1, false, TuneStage.Run),
        new("step", "a training step, captured and eager, beside PyTorch", 3, true, StepStage.Run),
        new("crossover", "from which size on the device is faster than the processor", 1.5, false, CrossoverStage.Run),
        new("train", "s4 trained, with a picture", 3, true, TrainStage.Run),
    ];
}
