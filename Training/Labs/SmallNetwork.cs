using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Models;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;

namespace NativeGan.Training.Labs;

/// <summary>The small networks of the experiments: linear layers with one activation between them, none at the end.</summary>
internal static class SmallNetwork
{
    /// <summary>A network with freshly drawn parameters.</summary>
    /// <param name="backend">Where it lives.</param>
    /// <param name="random">What its parameters are drawn from.</param>
    /// <param name="activation">Between the layers.</param>
    /// <param name="initializer">How they are drawn.</param>
    /// <param name="widths">Inputs, hidden units, outputs.</param>
    public static Sequential Create(IBackend backend, InitialValues random, Activation activation, IInitializer initializer, params IReadOnlyList<int> widths)
    {
        List<Module> modules = [];
        for (int layer = 0; layer + 1 < widths.Count; layer++)
        {
            modules.Add(new Linear($"{layer}", widths[layer], widths[layer + 1], initializer, random, backend));
            if (layer + 2 < widths.Count)
            {
                modules.Add(activation);
            }
        }

        return new Sequential([.. modules]);
    }

    /// <summary>The gradients of a network's parameters, one after the other; zeros where none arrived.</summary>
    public static double[] Flatten(this Gradients gradients, Module network) =>
        [.. network.Parameters.SelectMany(parameter => gradients.Find(parameter)?.ToDoubleArray() ?? new double[parameter.Shape.Count])];

    /// <summary>The length of a vector.</summary>
    public static double Norm(this IEnumerable<double> vector) => Math.Sqrt(vector.Sum(static value => value * value));

    /// <summary>The largest |aᵢ − bᵢ|.</summary>
    public static double LargestGap(this IReadOnlyList<double> a, IReadOnlyList<double> b) => a.Zip(b, static (x, y) => Math.Abs(x - y)).Max();
}
