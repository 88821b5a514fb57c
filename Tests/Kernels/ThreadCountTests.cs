using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Kernels;
using NativeGan.Tests.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>The <c>cpu</c> backend gives the same bits whatever the number of threads.</summary>
public sealed class ThreadCountTests
{
    private readonly List<IBackend> _backends = [];

    // 3 does not divide the chunks evenly, and there are more threads than this many cores on small machines.
    private static readonly int[] _threads = [1, 2, 3];

    [OneTimeSetUp]
    public void OpenBackends()
    {
        foreach (int threads in _threads)
        {
            IBackend? backend = BackendCatalog.TryOpen("cpu", threads, out string? reason);
            if (backend is null)
            {
                Assert.Ignore($"Backend 'cpu' is not available here: {reason}");
            }

            _backends.Add(backend!);
        }
    }

    [OneTimeTearDown]
    public void CloseBackends() => _backends.ForEach(backend => backend.Dispose());

    [TestCaseSource(typeof(PrimitiveCases), nameof(PrimitiveCases.All))]
    public void Primitive_WithMoreThreads_GivesTheSameBits(PrimitiveCase primitive)
    {
        double[] expected = primitive.On(_backends[0]);
        for (int index = 1; index < _threads.Length; index++)
        {
            NumericAssert.AreIdentical(primitive.On(_backends[index]), expected, primitive.ToString(), $"cpu with {_threads[index]} threads");
        }
    }

    // Long enough that several threads share each formula.
    [TestCaseSource(typeof(OperationCases), nameof(OperationCases.Elementwise))]
    public void Operation_WithMoreThreads_GivesTheSameBits(OperationCase operationCase)
    {
        IReadOnlyList<(Shape Shape, double[] Values)> inputs = operationCase.CreateSingleInputs(operationCase.Shapes.Select(_ => new Shape(70001)));
        IReadOnlyList<(string What, double[] Values, Shape Shape)> expected = operationCase.On(_backends[0], inputs);
        for (int index = 1; index < _threads.Length; index++)
        {
            IReadOnlyList<(string What, double[] Values, Shape Shape)> actual = operationCase.On(_backends[index], inputs);
            for (int result = 0; result < expected.Count; result++)
            {
                NumericAssert.AreIdentical(
                    actual[result].Values, expected[result].Values, $"{operationCase.Name}, {expected[result].What}",
                    $"cpu with {_threads[index]} threads");
            }
        }
    }
}
