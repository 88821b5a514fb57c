using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;

namespace NativeGan.Tests.Documents;

/// <summary>The program of the root README, line for line, so that it is compiled and run.</summary>
internal static class ReadmeProgram
{
    public static void Run()
    {
        using ReferenceBackend backend = new();
        using Parameter weight = new("weight", backend, [0.5, -0.25], new Shape(2, 1)), bias = new("bias", backend, [0.1], new Shape(1));
        Tensor x = Tensor.FromArray(backend, [1.0, 2.0, 3.0, 4.0], new Shape(2, 2));

        using GradientTape tape = new();
        Tensor loss = x.Linear(weight, bias).Tanh().Square().Mean();
        Gradients gradients = tape.Gradients(of: loss, withRespectTo: [weight, bias]);

        Console.WriteLine($"loss {loss.Item():F4}");
        Console.WriteLine($"∂loss/∂weight {string.Join(", ", gradients[weight].ToArray().Select(value => $"{value:F4}"))}");
        Console.WriteLine($"∂loss/∂bias {gradients[bias].Item():F4}");
    }
}
