using System.Globalization;
using System.Reflection;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NUnit.Framework;

namespace NativeGan.Tests.Operations;

/// <summary>Every operation's gradient against central differences, in double precision.</summary>
public sealed class GradientTests
{
    // Central differences with h = 1e-5: an error of about h²·f‴/6 ≈ 2e-11·f‴, and of 1e-16/h = 1e-11 from rounding.
    private const double FirstOrderTolerance = 1e-7;

    // The differenced function is itself a gradient with larger derivatives.
    private const double SecondOrderTolerance = 1e-6;

    private readonly ReferenceBackend _backend = new();

    [OneTimeTearDown]
    public void DisposeBackend() => _backend.Dispose();

    [TestCaseSource(typeof(OperationCases), nameof(OperationCases.All))]
    public void Gradient_OfEveryOperation_MatchesCentralDifferences(OperationCase operationCase) =>
        Check(operationCase, order: 1, FirstOrderTolerance);

    [TestCaseSource(typeof(OperationCases), nameof(OperationCases.TwiceDifferentiable))]
    public void SecondGradient_WhereOffered_MatchesCentralDifferences(OperationCase operationCase) =>
        Check(operationCase, order: 2, SecondOrderTolerance);

    [Test]
    public void GradientCheck_AtAKink_LeavesItOutAndCountsIt()
    {
        // |x| bends at 0: the slopes are −1 and 1, no central difference has anything to say there.
        GradientCheckResult result = GradientCheck.Run(x => x[0].Abs(), [(new Shape(3), [-1, 0, 1])], _backend);

        Assert.That(result.Kinks, Is.EqualTo(1));
        Assert.That(result.CheckedElements, Is.EqualTo(2));
        Assert.That(result.Worst.Scaled, Is.LessThan(FirstOrderTolerance));
    }

    [Test]
    public void GradientCheck_OfAWrongGradient_ReportsIt()
    {
        // StopGradient makes the tape's gradient of x·x half of the true one: at 1.5, 0.01 + 2·frac(0.5) − 1 = 0.01 is the
        // weight, so 0.015 is found where 0.03 is numeric. The error is relative to max(1, …), hence 0.015.
        GradientCheckResult result = GradientCheck.Run(x => x[0] * x[0].StopGradient(), [(new Shape(1), [1.5])], _backend);

        Assert.That(result.Worst.Scaled, Is.EqualTo(0.015).Within(1e-9));
        Assert.That(result.Worst.Actual, Is.EqualTo(0.015).Within(1e-9));
        Assert.That(result.Worst.Expected, Is.EqualTo(0.03).Within(1e-9));
    }

    [Test]
    public void Catalog_TakenTwiceBackwards_ReachesEveryOperation()
    {
        HashSet<Type> reached = [];
        foreach (OperationCase operationCase in OperationCatalog.Cases)
        {
            using GradientTape tape = new();
            Tensor[] inputs = [.. operationCase.CreateInputs().Select(input => Tensor.FromArray(_backend, input.Values, input.Shape))];
            Tensor root = operationCase.Apply(inputs).Sum();
            Gradients first = tape.Gradients(root, inputs, recordBackward: true);
            foreach (Tensor gradient in inputs.Select(first.Find).OfType<Tensor>())
            {
                tape.Gradients(gradient.Sum(), inputs, recordBackward: true);
            }

            reached.UnionWith(tape.Operations.Select(operation => Definition(operation.GetType())));
        }

        IEnumerable<Type> offered = typeof(Operation).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract);
        IEnumerable<string> forgotten = offered.Where(type => !reached.Contains(type)).Select(type => type.Name);
        Assert.That(forgotten, Is.Empty, "operations that no OperationCatalog case applies or reaches as a gradient; add a line for each");
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    [Test]
    public void Catalog_Names_AreUniqueAndBeginWithAnOperation()
    {
        Assert.That(OperationCatalog.Cases.Select(one => one.Name), Is.Unique);
        string[] methods = [.. typeof(TensorOperations).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name)];
        foreach (OperationCase operationCase in OperationCatalog.Cases)
        {
            Assert.That(methods, Does.Contain(operationCase.Name.Split(' ')[0]), $"case '{operationCase.Name}'");
        }
    }

    private void Check(OperationCase operationCase, int order, double tolerance)
    {
        IReadOnlyList<(Shape Shape, double[] Values)> inputs = operationCase.CreateInputs();

        GradientCheckResult result = GradientCheck.Run(operationCase.Apply, inputs, _backend, order: order);

        int elements = inputs.Sum(input => input.Values.Length);
        ElementDeviation worst = result.Worst;
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.CheckedElements} of {elements} elements compared, {result.Kinks} kinks, worst {worst.Scaled:G3}"));
        Assert.That(result.CheckedElements + result.Kinks, Is.EqualTo(elements));
        Assert.That(result.Kinks, Is.EqualTo(operationCase.KinksAt.Length), $"{operationCase.Name}: only elements at known kinks may be left out.");
        if (!(worst.Scaled <= tolerance))
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture,
                $"{operationCase.Name} on {_backend.Name}, order {order}: worst at element {worst.Element} of input {result.WorstInput}: "
                + $"expected {worst.Expected:G9} (central difference), actual {worst.Actual:G9}, error {worst.Scaled:G3}, tolerance {tolerance:G3}."));
        }
    }
}
