using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Operations;

/// <summary>Every operation of the catalog on every backend, output and gradients, against the reference backend.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.PresentButReference))]
public sealed class ForwardTests(string backendName)
{
    private readonly ReferenceBackend _reference = new();

    private IBackend Backend => BackendCases.Get(backendName);

    [OneTimeTearDown]
    public void DisposeReference() => _reference.Dispose();

    [TestCaseSource(typeof(OperationCases), nameof(OperationCases.All))]
    public void Operation_OnABackend_AgreesWithReference(OperationCase operationCase) =>
        Compare(operationCase, operationCase.Name, operationCase.CreateSingleInputs());

    // Around one vector of 16 lanes, and above one chunk: remainders must not be forgotten or computed otherwise.
    [TestCaseSource(typeof(OperationCases), nameof(OperationCases.Elementwise))]
    public void Operation_ElementByElement_AgreesWithReferenceAtOddSizes(OperationCase operationCase)
    {
        foreach (int size in new[] { 1, 15, 16, 17, 1000, 4097 })
        {
            Compare(operationCase, $"{operationCase.Name} at size {size}",
                operationCase.CreateSingleInputs(operationCase.Shapes.Select(_ => new Shape(size))));
        }
    }

    private void Compare(OperationCase operationCase, string name, IReadOnlyList<(Shape Shape, double[] Values)> inputs)
    {
        foreach ((string what, Deviation deviation, Shape shape) in operationCase.Check(Backend, _reference, inputs))
        {
            NumericAssert.IsClose(deviation, $"{name}, {what}", backendName, shape);
        }
    }
}
