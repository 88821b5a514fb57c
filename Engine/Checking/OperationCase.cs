using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Engine.Checking;

/// <summary>One operation ready to be tried: how to apply it, to what shapes, in what range.</summary>
/// <param name="Name">The operation's name, and what sets this case apart.</param>
/// <param name="Apply">Applies it to tensors of <paramref name="Shapes"/>.</param>
/// <param name="Shapes">Shapes of the inputs.</param>
/// <param name="Low">Lower end of the inputs' values.</param>
/// <param name="High">Upper end of the inputs' values.</param>
/// <param name="IsTwiceDifferentiable">False where the second derivative is zero almost everywhere or not offered.</param>
/// <param name="KinksAt">Points where the function bends; they are put among the first input's values, to be found and left
/// out.</param>
public sealed record OperationCase(
    string Name, Func<IReadOnlyList<Tensor>, Tensor> Apply, Shape[] Shapes, double Low = -2, double High = 2, bool IsTwiceDifferentiable = true, params double[] KinksAt)
{
    /// <summary>How far an output or a gradient may be from that of double precision.</summary>
    public static Tolerance Tolerance { get; } =
        new(2e-6, 2e-6, "a few single precision roundings, 6e-8 each, in sums of up to 24 products");

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

    /// <summary>Values that single precision holds exactly, under the case's shapes or others; known kinks are among the first
    /// input's.</summary>
    /// <param name="shapes">One for each input; the case's own where none are given.</param>
    public IReadOnlyList<(Shape Shape, double[] Values)> CreateSingleInputs(params IEnumerable<Shape> shapes)
    {
        (Shape Shape, double[] Values)[] inputs =
            [.. (shapes.Any() ? shapes : Shapes).Select((shape, input) => (shape, Operand.Uniform(shape.Count, Low, High, (uint)input)))];
        if (inputs[0].Values.Length > KinksAt.Length)
        {
            KinksAt.CopyTo(inputs[0].Values, 1);
        }

        return inputs;
    }

    /// <summary>Everything that a backend computes for the case, in double precision: the output, and the gradient of each
    /// input.</summary>
    /// <remarks>The upstream gradient differs from element to element, so that errors cannot cancel.</remarks>
    public IReadOnlyList<(string What, double[] Values, Shape Shape)> On(IBackend backend, IReadOnlyList<(Shape Shape, double[] Values)> inputs)
    {
        using GradientTape tape = new();
        Tensor[] tensors = [.. inputs.Select(input => Tensor.FromArray(backend, input.Values, input.Shape))];
        Tensor output = Apply(tensors);
        Tensor seed = Tensor.FromArray(backend, Operand.Uniform(output.Shape.Count, -1, 1, stream: 99), output.Shape);
        Gradients gradients = tape.Gradients(output, tensors, seed);
        return
        [
            ("output", output.ToDoubleArray(), output.Shape),
            .. tensors.Select((tensor, input) => (
                $"gradient of input {input}",
                gradients.Find(tensor)?.ToDoubleArray() ?? new double[tensor.Shape.Count],
                tensor.Shape)),
        ];
    }

    /// <summary>How far a backend's results are from another's, one deviation for the output and for each gradient.</summary>
    /// <param name="backend">What is checked.</param>
    /// <param name="reference">A backend in double precision.</param>
    /// <param name="inputs">Of <see cref="CreateSingleInputs"/>.</param>
    public IEnumerable<(string What, Deviation Deviation, Shape Shape)> Check(
        IBackend backend, IBackend reference, IReadOnlyList<(Shape Shape, double[] Values)> inputs) =>
        On(backend, inputs).Zip(On(reference, inputs), static (actual, expected) =>
            (expected.What, Deviation.Between(actual.Values, expected.Values, Tolerance), expected.Shape));

    /// <summary>The name, for test listings.</summary>
    public override string ToString() => Name;
}
