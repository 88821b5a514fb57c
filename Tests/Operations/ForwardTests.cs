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
    // A few single precision roundings (6e-8 each) in each result; sums of up to 24 products for the largest.
    private const double Relative = 2e-6, Absolute = 2e-6;

    private readonly ReferenceBackend _reference = new();

    private IBackend Backend => BackendCases.Get(backendName);

    [OneTimeTearDown]
    public void DisposeReference() => _reference.Dispose();

    [TestCaseSource(typeof(OperationCases), nameof(OperationCases.All))]
    public void Operation_OnABackend_AgreesWithReference(OperationCase operationCase) =>
        Compare(operationCase, operationCase.Name, TestNumbers.Inputs(operationCase, operationCase.Shapes));

    // Around one vector of 16 lanes, and above one chunk: remainders must not be forgotten or computed otherwise.
    [TestCaseSource(typeof(OperationCases), nameof(OperationCases.Elementwise))]
    public void Operation_ElementByElement_AgreesWithReferenceAtOddSizes(OperationCase operationCase)
    {
        foreach (int size in new[] { 1, 15, 16, 17, 1000, 4097 })
        {
            Compare(operationCase, $"{operationCase.Name} at size {size}",
                TestNumbers.Inputs(operationCase, operationCase.Shapes.Select(_ => new Shape(size))));
        }
    }

    private void Compare(OperationCase operationCase, string name, (Shape Shape, double[] Values)[] inputs)
    {
        (string What, double[] Values, Shape Shape)[] expected = OperationCases.Compute(operationCase, inputs, _reference);
        (string What, double[] Values, Shape Shape)[] actual = OperationCases.Compute(operationCase, inputs, Backend);

        for (int index = 0; index < expected.Length; index++)
        {
            NumericAssert.AreClose(
                actual[index].Values, expected[index].Values, Relative, Absolute, $"{name}, {expected[index].What}", backendName, expected[index].Shape);
        }
    }
}
