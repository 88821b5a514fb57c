namespace NativeGan.Engine.Operations;

/// <content>Constants on purpose.</content>
public static partial class TensorOperations
{
    /// <summary>The same numbers as a constant: no gradient flows back through the result.</summary>
    /// <remarks>
    /// Shapes: x [*] → y [*], sharing the buffer.
    /// Gradient: none; the result is not connected to x on the tape.
    /// </remarks>
    public static Tensor StopGradient(this Tensor x) => x.Share(x.Shape);
}
