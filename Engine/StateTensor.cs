using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Engine;

/// <summary>A named tensor that a layer keeps from step to step and no optimiser trains: running statistics. Checkpoints hold it.</summary>
/// <remarks>It changes on the device, in place, so that a captured step goes on changing it when it is replayed.</remarks>
/// <inheritdoc/>
public sealed class StateTensor : Variable
{
    /// <summary>A state with the given initial values.</summary>
    /// <param name="name">Unique in its network, such as <c>1.running_mean</c>.</param>
    /// <param name="backend">Where it lives.</param>
    /// <param name="values">Initial values, in row-major order; rounded to the backend's number type.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public StateTensor(string name, IBackend backend, ReadOnlySpan<double> values, Shape shape)
        : base(name, backend, values, shape, nameof(StateTensor))
    {
    }

    /// <summary>state = keep·state + take·value, on the device; not recorded on a tape.</summary>
    /// <param name="keep">Weight of what is there.</param>
    /// <param name="value">A tensor of the state's shape, on the same backend.</param>
    /// <param name="take">Weight of the new value.</param>
    /// <exception cref="ShapeException">The value has another shape.</exception>
    public void Blend(double keep, Tensor value, double take)
    {
        if (!value.Shape.Equals(Shape))
        {
            throw new ShapeException($"Blend: '{Name}' is {Shape}, the new value is {value.Shape}; they must be equal.");
        }

        Backend.Hold(LiveBuffer());
        Backend.Hold(value.LiveBuffer());
        Backend.Zip(new BlendFormula(keep, take), Buffer, value.Buffer, Buffer);
        MarkChanged();
    }

    /// <summary>keep·a + take·b.</summary>
    public readonly struct BlendFormula(double keep, double take) : IBinaryFormula
    {
        /// <inheritdoc/>
        public float Invoke(float a, float b) => ((float)keep * a) + ((float)take * b);

        /// <inheritdoc/>
        public double Invoke(double a, double b) => (keep * a) + (take * b);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => (a * (float)keep) + (b * (float)take);
    }
}
