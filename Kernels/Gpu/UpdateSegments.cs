using ILGPU;

namespace NativeGan.Kernels.Gpu;

/// <summary>Up to eight parameter tensors, as one kernel argument; unused ones have length 0.</summary>
/// <remarks>Named fields because a kernel's argument cannot hold an array.</remarks>
internal readonly struct UpdateSegments
{
    /// <summary>Most tensors in one launch: enough for the weights and biases of four layers.</summary>
    public const int Most = 8;

    public readonly UpdateViews S0;
    public readonly UpdateViews S1;
    public readonly UpdateViews S2;
    public readonly UpdateViews S3;
    public readonly UpdateViews S4;
    public readonly UpdateViews S5;
    public readonly UpdateViews S6;
    public readonly UpdateViews S7;

    /// <summary>From eight or fewer tensors, at least one.</summary>
    public UpdateSegments(ReadOnlySpan<UpdateViews> segments)
    {
        // A view of no elements still points to memory that exists.
        ArrayView<float> nothing = segments[0].Parameter.SubView(0, 0);
        var unused = new UpdateViews(nothing, nothing, nothing, nothing);
        S0 = segments[0];
        S1 = segments.Length > 1 ? segments[1] : unused;
        S2 = segments.Length > 2 ? segments[2] : unused;
        S3 = segments.Length > 3 ? segments[3] : unused;
        S4 = segments.Length > 4 ? segments[4] : unused;
        S5 = segments.Length > 5 ? segments[5] : unused;
        S6 = segments.Length > 6 ? segments[6] : unused;
        S7 = segments.Length > 7 ? segments[7] : unused;
    }
}
