using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NativeGan.Engine.Backends;

/// <summary>The formula y = x: what a matrix product without an activation applies.</summary>
public readonly struct Identity : IActivation
{
    /// <inheritdoc/>
    public float Invoke(float x) => x;

    /// <inheritdoc/>
    public double Invoke(double x) => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Invoke(Vector512<float> x) => x;

    /// <inheritdoc/>
    public Tensor Apply(Tensor x) => x;

    /// <inheritdoc/>
    public Tensor InputGradient(Tensor outputGradient, Tensor output) => outputGradient;
}
