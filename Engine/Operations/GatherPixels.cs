using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Operations;

/// <summary>How a pixel becomes a number: y = (pixel − shift)/divisor.</summary>
/// <param name="shift">0 for [0, 1], 127.5 for [−1, 1].</param>
/// <param name="divisor">255 for [0, 1], 127.5 for [−1, 1].</param>
public readonly struct PixelScaling(double shift, double divisor) : IUnaryFormula
{
    /// <summary>0…255 to [0, 1], as pixel/255.</summary>
    public static PixelScaling ZeroToOne => new(0, 255);

    /// <summary>0…255 to [−1, 1], for generators that end in tanh.</summary>
    public static PixelScaling MinusOneToOne => new(127.5, 127.5);

    /// <inheritdoc/>
    public float Invoke(float x) => (x - (float)shift) / (float)divisor;

    /// <inheritdoc/>
    public double Invoke(double x) => (x - shift) / divisor;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Invoke(Vector512<float> x) => (x - Vector512.Create((float)shift)) / Vector512.Create((float)divisor);
}

/// <content>Batches of images.</content>
public static partial class TensorOperations
{
    /// <summary>A batch of images as numbers, gathered and scaled in one pass over the bytes.</summary>
    /// <remarks>
    /// Shapes: images [images, pixels], rows [*] → y [number of rows, pixels].
    /// Gradient: none; the result is a constant.
    /// Source: the interval [−1, 1], Radford et al., "Unsupervised Representation Learning with Deep Convolutional GANs", ICLR
    /// 2016, §4.
    /// </remarks>
    /// <param name="images">The images, one a row.</param>
    /// <param name="rows">Which images.</param>
    /// <param name="scaling">How a pixel becomes a number.</param>
    /// <returns>[number of rows, pixels of an image].</returns>
    public static Tensor GatherPixels(this PixelTable images, Indices rows, PixelScaling scaling)
    {
        Tensor batch = Tensor.Allocate(images.Backend, new Shape(rows.Shape.Count, images.Columns));
        images.Backend.Gather(scaling, images.Columns, images.Buffer, rows.LiveBuffer(), batch.Buffer);
        return batch;
    }
}
