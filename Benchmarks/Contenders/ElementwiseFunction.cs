using System.Numerics.Tensors;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>A function of one or two arrays, as us, as .NET's library and as a plain loop compute it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="OperationsPerElement">Floating-point operations of our vector form, counted by hand; a comparison counts as none.</param>
/// <param name="Inputs">One or two.</param>
/// <param name="Low">Inputs are drawn from here…</param>
/// <param name="High">…to here.</param>
/// <param name="Exact">In double precision.</param>
/// <param name="InALoop">One element after the other, with <see cref="MathF"/>.</param>
/// <param name="OnBackend">Backend, inputs, output; the second input is the first again where there is one.</param>
/// <param name="InLibrary">TensorPrimitives, which may lack it.</param>
internal sealed record ElementwiseFunction(
    string Name,
    int OperationsPerElement,
    int Inputs,
    double Low,
    double High,
    Func<double, double, double> Exact,
    ElementwiseFunction.LibraryCall InALoop,
    Action<IBackend, DeviceBuffer, DeviceBuffer, DeviceBuffer> OnBackend,
    ElementwiseFunction.LibraryCall? InLibrary)
{
    /// <summary>A function of TensorPrimitives.</summary>
    public delegate void LibraryCall(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y);

    /// <summary>Those on a training step's path.</summary>
    public static IReadOnlyList<ElementwiseFunction> All { get; } =
    [
        new("add", 1, 2, -4, 4, (x, y) => x + y, ScalarLoop.Zip<Add.Formula>, (device, a, b, y) => device.Zip(default(Add.Formula), a, b, y), (a, b, y) => TensorPrimitives.Add(a, b, y)),
        new("relu", 0, 1, -4, 4, (x, _) => Math.Max(x, 0), ScalarLoop.Map<Relu.Formula>, (device, a, _, y) => device.Map(default(Relu.Formula), a, y), (a, _, y) => TensorPrimitives.Max(a, 0f, y)),
        new("exp", 22, 1, -10, 10, (x, _) => Math.Exp(x), ScalarLoop.Map<Exp.Formula>, (device, a, _, y) => device.Map(default(Exp.Formula), a, y), (a, _, y) => TensorPrimitives.Exp(a, y)),
        new("log", 25, 1, 0.001, 10, (x, _) => Math.Log(x), ScalarLoop.Map<Log.Formula>, (device, a, _, y) => device.Map(default(Log.Formula), a, y), (a, _, y) => TensorPrimitives.Log(a, y)),
        new("sigmoid", 24, 1, -10, 10, (x, _) => 1 / (1 + Math.Exp(-x)), ScalarLoop.Map<Sigmoid.Formula>, (device, a, _, y) => device.Map(default(Sigmoid.Formula), a, y), (a, _, y) => TensorPrimitives.Sigmoid(a, y)),
        new("tanh", 28, 1, -10, 10, (x, _) => Math.Tanh(x), ScalarLoop.Map<Tanh.Formula>, (device, a, _, y) => device.Map(default(Tanh.Formula), a, y), (a, _, y) => TensorPrimitives.Tanh(a, y)),
        new("sigmoid gradient", 3, 2, -1, 1, (dy, y) => dy * y * (1 - y), ScalarLoop.Zip<SigmoidGradient.Formula>, (device, a, b, y) => device.Zip(default(SigmoidGradient.Formula), a, b, y), null),
        new("BCE with logits", 54, 2, -4, 4, (x, t) => Math.Max(x, 0) - x * t + Math.Log(1 + Math.Exp(-Math.Abs(x))), ScalarLoop.Zip<BinaryCrossEntropyWithLogits.Formula>, (device, a, b, y) => device.Zip(default(BinaryCrossEntropyWithLogits.Formula), a, b, y), null),
    ];
}
