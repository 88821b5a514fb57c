using NativeGan.Engine.Operations;

namespace NativeGan.Engine.Differentiation;

/// <summary>Every operation, one line each: what <c>gradcheck</c> runs through and the tests are made from.</summary>
public static class OperationCatalog
{
    private static readonly Shape _matrix = new(3, 5);

    /// <summary>All cases, in alphabetical order of the operations.</summary>
    public static IReadOnlyList<OperationCase> Cases { get; } =
    [
        new("Abs", x => x[0].Abs(), [_matrix], KinksAt: [0]),
        new("Add", x => x[0] + x[1], [_matrix, _matrix]),
        new("Add broadcast", x => x[0] + x[1], [new(2, 3, 4), new(3, 1)]),
        new("AddScalar", x => x[0] + 0.75, [_matrix]),
        new("BinaryCrossEntropy", x => x[0].BinaryCrossEntropy(x[1]), [_matrix, _matrix], 0.05, 0.95),
        new("BinaryCrossEntropyWithLogits", x => x[0].BinaryCrossEntropyWithLogits(x[1]), [_matrix, _matrix], -3, 3),
        new("BroadcastTo", x => x[0].BroadcastTo(new Shape(4, 3, 5)), [new(3, 1)]),
        new("Clamp", x => x[0].Clamp(-0.5, 0.75), [_matrix], KinksAt: [-0.5, 0.75]),
        new("Concatenate", x => TensorOperations.Concatenate(1, x[0], x[1]), [new(3, 2), new(3, 4)]),
        new("Cos", x => x[0].Cos(), [_matrix]),
        new("Divide", x => x[0] / x[1], [_matrix, _matrix], 0.5, 2),
        new("Divide broadcast", x => x[0] / x[1], [_matrix, new(5)], 0.5, 2),
        new("DropoutMask", x => x[0].DropoutMask(x[1], 0.7), [_matrix, _matrix]),
        new("Elu", x => x[0].Elu(0.5), [_matrix], KinksAt: [0]),
        new("Embedding", x => x[0].Embedding(Indices.FromArray(x[0].Backend, [2, 0, 2, 1], new Shape(4))), [new(4, 3)]),
        new("EqualTo", x => x[0].EqualTo(x[1]), [_matrix, _matrix], IsTwiceDifferentiable: false),
        new("Exp", x => x[0].Exp(), [_matrix]),
        new("GreaterOrHalf", x => x[0].GreaterOrHalf(x[1]), [_matrix, _matrix], IsTwiceDifferentiable: false),
        new("LeakyRelu", x => x[0].LeakyRelu(0.2), [_matrix], KinksAt: [0]),
        new("LessThan", x => x[0].LessThan(0.25), [_matrix], IsTwiceDifferentiable: false, KinksAt: [0.25]),
        new("Linear", x => x[0].Linear(x[1], x[2]), [new(3, 4), new(4, 5), new(5)]),
        new("Log", x => x[0].Log(), [_matrix], 0.5, 3),
        new("LogSoftmax", x => x[0].LogSoftmax(), [_matrix]),
        new("MatMul", x => x[0].MatMul(x[1]), [new(3, 4), new(4, 5)]),
        new("MatMul transposed a", x => x[0].MatMul(x[1], transposeA: true), [new(4, 3), new(4, 5)]),
        new("MatMul transposed b", x => x[0].MatMul(x[1], transposeB: true), [new(3, 4), new(5, 4)]),
        new("MatMul transposed both", x => x[0].MatMul(x[1], true, true), [new(4, 3), new(5, 4)]),
        new("Max", x => x[0].Max([1]), [_matrix]),
        new("Maximum", x => x[0].Maximum(x[1]), [_matrix, _matrix]),
        new("Mean", x => x[0].Mean([0, 2]), [new(2, 3, 4)]),
        new("MeanSquaredError", x => x[0].MeanSquaredError(x[1]), [_matrix, _matrix]),
        new("Minimum", x => x[0].Minimum(x[1]), [_matrix, _matrix]),
        new("Multiply", x => x[0] * x[1], [_matrix, _matrix]),
        new("Multiply by itself", x => x[0] * x[0], [_matrix]),
        new("MultiplyScalar", x => x[0] * 1.5, [_matrix]),
        new("Negate", x => -x[0], [_matrix]),
        new("Pad", x => x[0].Pad([1, 0], [2, 3], 0.5), [_matrix]),
        new("Pow", x => x[0].Pow(x[1]), [_matrix, _matrix], 0.5, 2),
        new("PowScalar 3", x => x[0].PowScalar(3), [_matrix]),
        new("PowScalar 0.5", x => x[0].PowScalar(0.5), [_matrix], 0.5, 2),
        new("PowScalar -1", x => x[0].PowScalar(-1), [_matrix], 0.5, 2),
        new("Reciprocal", x => x[0].Reciprocal(), [_matrix], 0.5, 2),
        new("ReciprocalSqrt", x => x[0].ReciprocalSqrt(), [_matrix], 0.5, 2),
        new("Relu", x => x[0].Relu(), [_matrix], KinksAt: [0]),
        new("Reshape", x => x[0].Reshape(5, -1), [_matrix]),
        new("Sigmoid", x => x[0].Sigmoid(), [_matrix], -4, 4),
        new("Sign", x => x[0].Sign(), [_matrix], IsTwiceDifferentiable: false),
        new("Sin", x => x[0].Sin(), [_matrix]),
        new("Slice", x => x[0].Slice([1, 0], [3, 5], [1, 2]), [_matrix]),
        new("Softmax", x => x[0].Softmax(), [_matrix]),
        new("SoftmaxCrossEntropy", x => x[0].SoftmaxCrossEntropy(Indices.FromArray(x[0].Backend, [4, 0, 2], new Shape(3))), [_matrix]),
        new("Softplus", x => x[0].Softplus(), [_matrix], -4, 4),
        new("Sqrt", x => x[0].Sqrt(), [_matrix], 0.5, 2),
        new("Square", x => x[0].Square(), [_matrix]),
        new("Subtract", x => x[0] - x[1], [_matrix, new(1, 5)]),
        new("Sum", x => x[0].Sum([0, 2]), [new(2, 3, 4)]),
        new("Tanh", x => x[0].Tanh(), [_matrix]),
        new("Transpose", x => x[0].Transpose(2, 0, 1), [new(2, 3, 4)]),
    ];
}
