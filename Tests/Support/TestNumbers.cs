using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;

namespace NativeGan.Tests.Support;

/// <summary>Numbers to compute with: the same in every run, and exact in single precision.</summary>
public static class TestNumbers
{
    /// <summary>Numbers uniform on [low, high), rounded to single precision so that all backends start from the same.</summary>
    public static double[] Uniform(int count, double low = -2, double high = 2, uint stream = 0)
    {
        RandomDraw draw = new(RandomKind.Uniform, Seed: 20140610, stream, high - low, low);
        double[] values = new double[count];
        for (int element = 0; element < count; element++)
        {
            values[element] = (float)draw.NumberAt(0, element);
        }

        return values;
    }

    /// <summary>Integers uniform on [0, bound).</summary>
    public static int[] Integers(int count, int bound, uint stream = 0)
    {
        RandomDraw draw = new(RandomKind.Index, Seed: 20140610, stream, Bound: bound);
        int[] values = new int[count];
        for (int element = 0; element < count; element++)
        {
            values[element] = draw.IndexAt(0, element);
        }

        return values;
    }

    /// <summary>A catalog case's inputs under other shapes, rounded to single precision, with its kinks among them.</summary>
    public static (Shape Shape, double[] Values)[] Inputs(OperationCase operationCase, params IEnumerable<Shape> shapes)
    {
        (Shape Shape, double[] Values)[] inputs =
            [.. shapes.Select((shape, input) => (shape, Uniform(shape.Count, operationCase.Low, operationCase.High, (uint)input)))];
        if (inputs[0].Values.Length > operationCase.KinksAt.Length)
        {
            operationCase.KinksAt.CopyTo(inputs[0].Values, 1);
        }

        return inputs;
    }
}
