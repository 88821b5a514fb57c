using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;

namespace NativeGan.Training.Labs;

/// <summary>Derivatives of a function of one number, through the tape.</summary>
internal static class Slope
{
    /// <summary>f′(x) at each x: the gradient of Σ f(xᵢ), whose terms do not mix.</summary>
    public static double[] Of(Func<Tensor, Tensor> function, IBackend backend, params double[] x)
    {
        using GradientTape tape = new();
        Tensor points = Tensor.FromArray(backend, x, new Shape(x.Length, 1));
        return tape.Gradients(function(points).Sum(), [points])[points].ToDoubleArray();
    }

    /// <summary>f″(x) at each x, by walking the tape of the walk.</summary>
    public static double[] SecondOf(Func<Tensor, Tensor> function, IBackend backend, params double[] x)
    {
        using GradientTape tape = new();
        Tensor points = Tensor.FromArray(backend, x, new Shape(x.Length, 1));
        Tensor slope = tape.Gradients(function(points).Sum(), [points], recordBackward: true)[points];
        return tape.Gradients(slope.Sum(), [points])[points].ToDoubleArray();
    }

    /// <summary>f(x) at each x.</summary>
    public static double[] Value(Func<Tensor, Tensor> function, IBackend backend, params double[] x)
    {
        using TensorScope scope = new();
        return function(Tensor.FromArray(backend, x, new Shape(x.Length, 1))).ToDoubleArray();
    }
}
