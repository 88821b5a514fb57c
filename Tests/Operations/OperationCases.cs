using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Engine.Differentiation;
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
