using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Engine.Differentiation;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Operations;

/// <summary>The operation catalog as test input.</summary>
public static class OperationCases
{
    /// <summary>Every case of the catalog.</summary>
    public static IEnumerable<TestCaseData> All => OperationCatalog.Cases.Select(Named);

    /// <summary>Those whose second derivative is offered.</summary>
    public static IEnumerable<TestCaseData> TwiceDifferentiable => OperationCatalog.Cases.Where(one => one.IsTwiceDifferentiable).Select(Named);

    /// <summary>Those that compute each element from the elements at the same place, so that any shape will do.</summary>
    public static IEnumerable<TestCaseData> Elementwise => OperationCatalog.Cases.Where(IsElementwise).Select(Named);

    /// <summary>Everything a backend computes for a case, in double precision: the output and each input's gradient.</summary>
    /// <remarks>The upstream gradient differs from element to element, so that errors cannot cancel.</remarks>
    public static (string What, double[] Values, Shape Shape)[] Compute(
        OperationCase operationCase, IReadOnlyList<(Shape Shape, double[] Values)> inputs, IBackend backend)
    {
        using GradientTape tape = new();
        Tensor[] tensors = [.. inputs.Select(input => Tensor.FromArray(backend, input.Values, input.Shape))];
        Tensor output = operationCase.Apply(tensors);
        Tensor seed = Tensor.FromArray(backend, TestNumbers.Uniform(output.Shape.Count, -1, 1, stream: 99), output.Shape);
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

    private static TestCaseData Named(OperationCase operationCase) => new TestCaseData(operationCase).SetArgDisplayNames(operationCase.Name);

    /// <summary>Whether the case records nothing but operations on equal shapes, element by element.</summary>
    private static bool IsElementwise(OperationCase operationCase)
    {
        using ReferenceBackend backend = new();
        using GradientTape tape = new();
        operationCase.Apply([.. operationCase.CreateInputs().Select(input => Tensor.FromArray(backend, input.Values, input.Shape))]);
        return tape.Operations.All(operation => IsElementwise(operation.GetType()));
    }

    private static bool IsElementwise(Type operation) => operation.BaseType is { IsGenericType: true } parent
        && (parent.GetGenericTypeDefinition() == typeof(UnaryOperation<>)
            || parent.GetGenericTypeDefinition() == typeof(BinaryOperation<>)
            || parent.GetGenericTypeDefinition() == typeof(TernaryOperation<>));
}
