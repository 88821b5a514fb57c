using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu.MatMul;

/// <summary>The fastest plan found for one shape, and the one that is used without tuning.</summary>
/// <param name="Size">The shape.</param>
/// <param name="Plan">The fastest.</param>
/// <param name="Microseconds">Its time a product: median of several runs.</param>
/// <param name="UntunedPlan">The plan chosen by rule.</param>
/// <param name="UntunedMicroseconds">Its time in the same run.</param>
/// <param name="Rejected">Plans that gave a wrong product or did not run, with the reason; they were not timed.</param>
public sealed record TunedMatMul(
    MatMulSize Size, GpuMatMulPlan Plan, double Microseconds, GpuMatMulPlan UntunedPlan, double UntunedMicroseconds, IReadOnlyList<string> Rejected);
