using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Checking;

/// <summary>One operation ready to be tried: how to apply it, to what shapes, in what range.</summary>
/// <param name="Name">The operation's name, and what sets this case apart.</param>
/// <param name="Apply">Applies it to tensors of <paramref name="Shapes"/>.</param>
/// <param name="Shapes">Shapes of the inputs.</param>
/// <param name="Low">Lower end of the inputs' values.</param>
/// <param name="High">Upper end of the inputs' values.</param>
/// <param name="IsTwiceDifferentiable">False where the second derivative is zero almost everywhere or not offered.</param>
/// <param name="KinksAt">Points where the function bends; they are put among the first input's values, to be found and left out.</param>
public sealed record OperationCase(
    string Name, Func<IReadOnlyList<Tensor>, Tensor> Apply, Shape[] Shapes, double Low = -2, double High = 2, bool IsTwiceDifferentiable = true, params double[] KinksAt)
{
    /// <summary>Values for the inputs, uniform on the case's range and the same every time.</summary>
    public IReadOnlyList<(Shape Shape, double[] Values)> CreateInputs(ulong seed = 1)
    {
        List<(Shape, double[])> inputs = [];
        for (int input = 0; input < Shapes.Length; input++)
        {
            RandomDraw draw = new(RandomKind.Uniform, seed, (uint)input, High - Low, Low);
            double[] values = new double[Shapes[input].Count];
            for (int element = 0; element < values.Length; element++)
            {
                values[element] = draw.NumberAt(0, element);
            }

            if (input == 0)
            {
                KinksAt.CopyTo(values, 1);
            }

            inputs.Add((Shapes[input], values));
        }

        return inputs;
    }

    /// <summary>The name, for test listings.</summary>
    public override string ToString() => Name;
}
