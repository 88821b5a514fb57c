using NativeGan.Benchmarks.Harness;
using NativeGan.Engine.Checking;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>A primitive at a size worth timing.</summary>
/// <param name="Primitive">The call, its operands and its tolerance.</param>
/// <param name="Work">What one call has to do.</param>
internal sealed record TimedKernel(PrimitiveCase Primitive, Work Work);
