using ILGPU;

namespace NativeGan.Kernels.Gpu;

/// <summary>The memory of one parameter tensor in an update.</summary>
internal readonly struct UpdateViews(ArrayView<float> parameter, ArrayView<float> gradient, ArrayView<float> first, ArrayView<float> second)
{
    public readonly ArrayView<float> Parameter = parameter;
    public readonly ArrayView<float> Gradient = gradient;
    public readonly ArrayView<float> First = first;
    public readonly ArrayView<float> Second = second;
}
