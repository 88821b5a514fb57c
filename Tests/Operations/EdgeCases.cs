using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;

namespace NativeGan.Tests.Operations;

/// <summary>The edges of every operation whose remarks name some, by hand-worked numbers.</summary>
public static class EdgeCases
{
    private const double Inf = double.PositiveInfinity, NaN = double.NaN;

    // e⁻¹⁷, and σ(−17), σ(17), σ′(17) that follow from it.
    private static readonly double _e17 = Math.Exp(-17), _low17 = _e17 / (1 + _e17), _high17 = 1 / (1 + _e17), _slope17 = _low17 * _high17;
    private static readonly double _e80 = Math.Exp(-80);

    // softmax of [0, 1], and −ln of its first element.
    private static readonly double _first = 1 / (1 + Math.E), _lossOfFirst = Math.Log(1 + Math.E);

    // A window of 3 by 3 around the only pixel of an image.
    private static readonly ConvolutionWindow _around = new(1, new WindowAxis(1, 3, 1, 1, 1), new WindowAxis(1, 3, 1, 1, 1), 1);

    /// <summary>All cases, in alphabetical order of the operations.</summary>
    public static IReadOnlyList<EdgeCase> All { get; } =
    [
        new("Abs", x => x[0].Abs(), [Row(0, NaN)], [0, NaN]) { First = [[0, 0]], Second = [[0, 0]] },
        new("Abs times infinity", x => x[0].Abs() * Inf, [Row(0, -1)], [NaN, Inf]) { First = [[0, -Inf]] },
        new("BatchMatMul without inner extent", x => x[0].BatchMatMul(x[1]), [(new Shape(1, 2, 0), []), (new Shape(1, 0, 2), [])], [0, 0, 0, 0]),
        new("BatchMatMul of no batch", x => x[0].BatchMatMul(x[1]), [(new Shape(0, 2, 3), []), (new Shape(0, 3, 2), [])], []),
        new("BatchNorm of one value", x => x[0].BatchNorm(x[1], x[2], 0.1).Output, [Column(3, 3), Row(2), Row(5)], [5, 5]) { First = [[0, 0], [0], [2]] },
        new("BinaryCrossEntropy", x => x[0].BinaryCrossEntropy(x[1]), [Row(0, 1, 0, 1), Row(0, 1, 1, 0)], [0, 0, 100, 100])
        {
            First = [[0, 0, -1e12, 1e12], [100, -100, 100, -100]],
        },
        new("BinaryCrossEntropyWithLogits", x => x[0].BinaryCrossEntropyWithLogits(x[1]), [Row(17, -17, 17, 80, 0), Row(1, 0, 0, 1, 0.5)],
            [_e17, _e17, 17, _e80, Math.Log(2)])
        {
            First = [[-_low17, _low17, _high17, -_e80, 0], [-17, 17, -17, -80, 0]],
            Second = [[_slope17, _slope17, _slope17, _e80, 0.25], [0, 0, 0, 0, 0]],
        },
        new("BinaryCrossEntropyWithLogits of infinity", x => x[0].BinaryCrossEntropyWithLogits(x[1]), [Row(Inf, -Inf, Inf, -Inf), Row(1, 0, 0, 1)], [0, 0, Inf, Inf])
        {
            First = [[0, 0, 1, -1]],
            Second = [[0, 0, 0, 0]],
        },
        new("Clamp", x => x[0].Clamp(0, 1), [Row(0, 1, -1, 2, NaN)], [0, 1, 0, 1, NaN]) { First = [[1, 1, 0, 0, 0]], Second = [[0, 0, 0, 0, 0]] },
        new("Clamp to bounds the wrong way round", x => x[0].Clamp(2, 1), [Row(0, 1.5, 3)], [1, 1, 1]) { First = [[0, 0, 0]], Second = [[0, 0, 0]] },
        new("Convolution over the border", x => x[0].Convolution(x[1], null, new ConvolutionGeometry(1, ConvolutionPadding.Same)),
            [(new Shape(1, 1, 1, 1), [2]), (new Shape(3, 3, 1, 1), [1, 2, 3, 4, 5, 6, 7, 8, 9])], [10]) { First = [[5], [0, 0, 0, 0, 2, 0, 0, 0, 0]] },
        new("Cos", x => x[0].Cos(), [Row(0, Inf, -Inf, NaN)], [1, NaN, NaN, NaN]) { First = [[0, NaN, NaN, NaN]], Second = [[-1, NaN, NaN, NaN]] },
        new("Divide by zero", x => x[0] / x[1], [Row(1, 0, -1), Row(0, 0, 0)], [Inf, NaN, -Inf]) { First = [[Inf, Inf, Inf]] },
        new("DivideScalar by itself", x => x[0] / 41, [Row(41)], [1]) { First = [[1 / 41.0]], Second = [[0]] },
        new("DivideScalar by a denormal number", x => x[0] / 1e-39, [Row(1e-38, 0)], [10, 0]),
        new("Dropout of infinity", x => x[0].Dropout(x[1], 0.5), [Row(Inf, NaN, 2), Row(0.9, 0.9, 0.1)], [0, 0, 4]) { First = [[0, 0, 2]], Second = [[0, 0, 0]] },
        new("Dropout that keeps all", x => x[0].Dropout(x[1], 1), [Row(3, 5), Row(0, 0.99999994)], [3, 5]),
        new("DropoutMask of infinity", x => x[0].DropoutMask(x[1], 0.5), [Row(Inf, NaN, 2), Row(0, 0, 1)], [0, 0, 4]) { First = [[0, 0, 2]], Second = [[0, 0, 0]] },
        new("Elu", x => x[0].Elu(0.5), [Row(0, -Inf)], [0, -0.5]) { First = [[0.5, 0]], Second = [[0, 0]] },
        new("EqualTo", x => x[0].EqualTo(x[1]), [Row(NaN, 1), Row(NaN, 1)], [0, 1]) { First = [[0, 0], [0, 0]] },
        new("Exp", x => x[0].Exp(), [Row(-Inf, Inf)], [0, Inf]) { First = [[0, Inf]], Second = [[0, Inf]] },
        new("Exp that overflows", x => x[0].Exp(), [Row(88.8)], [Inf]) { IsOfSinglePrecision = true },
        new("Fold over the border", x => x[0].Fold(_around, x[1]), [(new Shape(1, 9), [1, 2, 3, 4, 5, 6, 7, 8, 9]), Row(10)], [15])
        {
            First = [[0, 0, 0, 0, 1, 0, 0, 0, 0], [1]],
        },
        new("GreaterOrHalf", x => x[0].GreaterOrHalf(x[1]), [Row(2, 1, 1, NaN, 1), Row(1, 2, 1, 1, NaN)], [1, 0, 0.5, 0, 0]) { First = [[0, 0, 0, 0, 0]] },
        new("LeakyRelu", x => x[0].LeakyRelu(0.2), [Row(0, NaN)], [0, NaN]) { First = [[0.2, 0.2]], Second = [[0, 0]] },
        new("LessThan", x => x[0].LessThan(0), [Row(NaN, 0, -1)], [0, 0, 1]) { First = [[0, 0, 0]] },
        new("Linear without inputs", x => x[0].Linear(x[1], x[2]), [(new Shape(1, 0), []), (new Shape(0, 2), []), Row(3, 4)], [3, 4]) { First = [[], [], [1, 1]] },
        new("Log", x => x[0].Log(), [Row(0, -1, Inf)], [-Inf, NaN, Inf]) { First = [[Inf, -1, 0]] },
        new("LogSoftmax", x => x[0].LogSoftmax(), [(new Shape(1, 2), [1000, 0])], [0, -1000]) { First = [[-1, 1]], Second = [[0, 0]] },
        new("MatMul without inner extent", x => x[0].MatMul(x[1]), [(new Shape(2, 0), []), (new Shape(0, 2), [])], [0, 0, 0, 0]),
        new("Max", x => x[0].Max([1]), [(new Shape(2, 2), [1, NaN, 3, 3])], [NaN, 3]) { First = [[0, 0, 0.5, 0.5]], Second = [[0, 0, 0, 0]] },
        new("Max times infinity", x => x[0].Max([1]) * Inf, [(new Shape(1, 2), [1, 3])], [Inf]) { First = [[0, Inf]], Second = [[0, 0]] },
        new("Maximum", x => x[0].Maximum(x[1]), [Row(1, 2, NaN, 1), Row(2, 2, 1, NaN)], [2, 2, NaN, NaN])
        {
            First = [[0, 0.5, 0, 0], [1, 0.5, 0, 0]],
            Second = [[0, 0, 0, 0], [0, 0, 0, 0]],
        },
        new("Maximum times infinity", x => x[0].Maximum(x[1]) * Inf, [Row(1), Row(2)], [Inf]) { First = [[0], [Inf]], Second = [[0], [0]] },
        new("Maxout", x => x[0].Maxout(2), [(new Shape(1, 4), [3, 3, NaN, 1])], [3, NaN]) { First = [[0.5, 0.5, 0, 0]] },
        new("Min", x => x[0].Min([1]), [(new Shape(2, 2), [1, NaN, 3, 3])], [NaN, 3]) { First = [[0, 0, 0.5, 0.5]], Second = [[0, 0, 0, 0]] },
        new("Min times infinity", x => x[0].Min([1]) * Inf, [(new Shape(1, 2), [1, 3])], [Inf]) { First = [[Inf, 0]], Second = [[0, 0]] },
        new("Minimum", x => x[0].Minimum(x[1]), [Row(1, 2, NaN, 1), Row(2, 2, 1, NaN)], [1, 2, NaN, NaN])
        {
            First = [[1, 0.5, 0, 0], [0, 0.5, 0, 0]],
            Second = [[0, 0, 0, 0], [0, 0, 0, 0]],
        },
        new("Minimum times infinity", x => x[0].Minimum(x[1]) * Inf, [Row(1), Row(2)], [Inf]) { First = [[Inf], [0]], Second = [[0], [0]] },
        new("MultiplyOrZero", x => x[0].MultiplyOrZero(x[1]), [Row(0, Inf, 0, NaN, 2), Row(Inf, 0, NaN, 0, 3)], [0, 0, 0, 0, 6])
        {
            First = [[Inf, 0, NaN, 0, 3], [0, Inf, 0, NaN, 2]],
            Second = [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]],
        },

        // 0¹, 0⁰, 0², √0: b·aᵇ⁻¹ and aᵇ·ln a, then b(b − 1)·aᵇ⁻² and aᵇ·ln² a.
        new("Pow at zero", x => x[0].Pow(x[1]), [Row(0, 0, 0, 0), Row(1, 0, 2, 0.5)], [0, 1, 0, 0])
        {
            First = [[1, 0, 0, Inf], [0, -Inf, 0, 0]],
            Second = [[0, 0, 2, -Inf], [0, Inf, 0, 0]],
        },
        new("PowScalar 0", x => x[0].PowScalar(0), [Row(0, -2)], [1, 1]) { First = [[0, 0]], Second = [[0, 0]] },
        new("PowScalar 1", x => x[0].PowScalar(1), [Row(0)], [0]) { First = [[1]], Second = [[0]] },
        new("PowScalar 2", x => x[0].PowScalar(2), [Row(0, -3)], [0, 9]) { First = [[0, -6]], Second = [[2, 2]] },
        new("PowScalar -1", x => x[0].PowScalar(-1), [Row(0, -2)], [Inf, -0.5]) { First = [[-Inf, -0.25]] },
        new("PowScalar 0.5", x => x[0].PowScalar(0.5), [Row(0, -1)], [0, NaN]) { First = [[Inf, NaN]] },
        new("Reciprocal", x => x[0].Reciprocal(), [Row(0, -0.0)], [Inf, -Inf]) { First = [[-Inf, -Inf]], Second = [[Inf, -Inf]] },
        new("ReciprocalSqrt", x => x[0].ReciprocalSqrt(), [Row(0, -1)], [Inf, NaN]) { First = [[-Inf, NaN]] },
        new("Relu", x => x[0].Relu(), [Row(0, NaN)], [0, NaN]) { First = [[0, 1]], Second = [[0, 0]] },
        new("Sigmoid", x => x[0].Sigmoid(), [Row(-Inf, Inf)], [0, 1]) { First = [[0, 0]], Second = [[0, 0]] },
        new("Sigmoid that is 1", x => x[0].Sigmoid(), [Row(16.7)], [1]) { First = [[0]], Second = [[0]], IsOfSinglePrecision = true },
        new("Sign", x => x[0].Sign(), [Row(0, NaN)], [0, 0]) { First = [[0, 0]] },
        new("Sin", x => x[0].Sin(), [Row(0, Inf, -Inf, NaN)], [0, NaN, NaN, NaN]) { First = [[1, NaN, NaN, NaN]], Second = [[0, NaN, NaN, NaN]] },
        new("Softmax", x => x[0].Softmax(), [(new Shape(1, 2), [1000, 0])], [1, 0]) { First = [[0, 0]], Second = [[0, 0]] },
        new("SoftmaxCrossEntropy with a class that is impossible", x => x[0].SoftmaxCrossEntropy(Indices.FromArray(x[0].Backend, [0], new Shape(1))),
            [(new Shape(1, 3), [0, -Inf, 1])], [_lossOfFirst]) { First = [[_first - 1, 0, 1 - _first]] },
        new("SoftmaxCrossEntropy of logits far apart", x => x[0].SoftmaxCrossEntropy(Indices.FromArray(x[0].Backend, [0], new Shape(1))),
            [(new Shape(1, 3), [3e38, -3e38, 0])], [0]) { First = [[0, 0, 0]] },
        new("SoftmaxCrossEntropy of the impossible class", x => x[0].SoftmaxCrossEntropy(Indices.FromArray(x[0].Backend, [1], new Shape(1))),
            [(new Shape(1, 3), [0, -Inf, 1])], [Inf]),
        new("SoftmaxCrossEntropy with a distribution", x => x[0].SoftmaxCrossEntropy(x[1]),
            [(new Shape(1, 3), [0, -Inf, 1]), (new Shape(1, 3), [1, 0, 0])], [_lossOfFirst]) { First = [[_first - 1, 0, 1 - _first]] },
        new("Softplus", x => x[0].Softplus(), [Row(1000, -1000, 17)], [1000, 0, 17]) { First = [[1, 0, _high17]] },
        new("Sqrt", x => x[0].Sqrt(), [Row(0, -1)], [0, NaN]) { First = [[Inf, NaN]] },
        new("Sum of nothing", x => x[0].Sum(), [(new Shape(0), [])], [0]) { First = [[]] },
        new("Tanh", x => x[0].Tanh(), [Row(Inf, -Inf)], [1, -1]) { First = [[0, 0]], Second = [[0, 0]] },
        new("Tanh that is 1", x => x[0].Tanh(), [Row(9.2, -9.2)], [1, -1]) { First = [[0, 0]], Second = [[0, 0]], IsOfSinglePrecision = true },
        new("TransposedConvolution with gaps", x => x[0].TransposedConvolution(x[1], x[2], new ConvolutionGeometry(2, ConvolutionPadding.None)),
            [(new Shape(1, 2, 1, 1), [1, 2]), (new Shape(1, 1, 1, 1), [3]), Row(10)], [13, 10, 16]) { First = [[3, 3], [3], [3]] },
        new("Unfold over the border", x => x[0].Unfold(_around), [(new Shape(1, 1, 1, 1), [2])], [0, 0, 0, 0, 2, 0, 0, 0, 0]) { First = [[1]] },
        new("Variance of equal elements", x => x[0].Variance([0], ddof: 1), [Row(3, 3)], [0]) { First = [[0, 0]] },
        new("Variance of a large mean", x => x[0].Variance([0]), [Row(16777214, 16777216)], [1]) { First = [[-1, 1]], Second = [[0, 0]] },
        new("Variance of one element", x => x[0].Variance([0], ddof: 1), [Row(3)], [NaN]),
    ];

    private static (Shape Shape, double[] Values) Row(params double[] values) => (new Shape(values.Length), values);

    private static (Shape Shape, double[] Values) Column(params double[] values) => (new Shape(values.Length, 1), values);
}
