namespace NativeGan.Kernels.Gpu;

/// <summary>The text one kernel was translated to.</summary>
/// <param name="Kernel">One of <see cref="KernelListings.KernelNames"/>.</param>
/// <param name="Formula">The formula it was closed over; null for a kernel without one.</param>
/// <param name="Language"><c>ptx</c> or <c>opencl</c>.</param>
/// <param name="Text">The whole listing.</param>
public sealed record KernelListing(string Kernel, Type? Formula, string Language, string Text);
