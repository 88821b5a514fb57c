using System.Reflection;
using System.Xml.Linq;
using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Operations;

/// <summary>What the remarks of an operation say under "At the edges", on every backend.</summary>
public sealed class EdgeTests
{
    // A few roundings of single precision, as in ForwardTests; relative only, so that a gradient of 4e-8 must be right.
    private const double Relative = 2e-6;

    private static IEnumerable<TestCaseData> Runs() =>
        from backend in BackendCases.Present
        from edge in EdgeCases.All
        where !(edge.IsOfSinglePrecision && backend == "reference")
        select new TestCaseData(backend, edge).SetArgDisplayNames(backend, edge.Name);

    [TestCaseSource(nameof(Runs))]
    public void Operation_AtTheEdges_GivesWhatItsRemarksName(string backendName, EdgeCase edge)
    {
        using GradientTape tape = new();
        IBackend backend = BackendCases.Get(backendName);
        Tensor[] inputs = [.. edge.Inputs.Select(input => Tensor.FromArray(backend, input.Values, input.Shape))];
        Tensor output = edge.Apply(inputs);
        Check(output, edge.Output, "output");
        if (edge.First.Length == 0)
        {
            return;
        }

        Gradients first = tape.Gradients(output.Sum(), inputs, recordBackward: true);
        for (int input = 0; input < edge.First.Length; input++)
        {
            Check(first.Find(inputs[input]), edge.First[input], $"derivative with respect to input {input}");
        }

        for (int input = 0; input < edge.Second.Length; input++)
        {
            Tensor gradient = first[inputs[input]];
            Tensor? second = tape.Gradients(gradient.Sum(), inputs).Find(inputs[input]);
            Check(second ?? Tensor.Zeros(backend, gradient.Shape), edge.Second[input], $"second derivative with respect to input {input}");
        }

        void Check(Tensor? actual, double[]? expected, string what)
        {
            if (expected is not null)
            {
                Assert.That(actual, Is.Not.Null, $"{edge.Name}, {what} on {backendName}");
                NumericAssert.AreClose(actual!.ToDoubleArray(), expected, Relative, 0, $"{edge.Name}, {what}", backendName, actual.Shape);
            }
        }
    }

    // (1 − y)(1 + y) rounds three times; 1 − y² would lose half of y's last bit, here 1 part in 2000 of the slope.
    [TestCaseSource(typeof(BackendCases), nameof(BackendCases.Present))]
    public void TanhGradient_NearOne_KeepsWhatTheOutputKept(string backendName)
    {
        using TensorScope scope = new();
        IBackend backend = BackendCases.Get(backendName);
        double[] y = [.. new[] { 0.9999f, -0.99999f, 0.999999f, 0.99999994f }.Select(value => (double)value)];

        Tensor slope = Operation.Apply(new TanhGradient(), Tensor.Ones(backend, new Shape(y.Length)), Tensor.FromArray(backend, y, new Shape(y.Length)));

        NumericAssert.AreClose(slope.ToDoubleArray(), [.. y.Select(value => (1 - value) * (1 + value))], 2e-7, 0, "TanhGradient", backendName);
    }

    [Test]
    public void EdgeCases_CoverEveryOperationWithSuchARemark()
    {
        string[] methods = [.. typeof(TensorOperations).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name)];
        IEnumerable<string> documented = XDocument.Load(Path.ChangeExtension(typeof(Tensor).Assembly.Location, ".xml")).Descendants("member")
            .Where(member => member.Element("remarks")?.Value.Contains("At the edges", StringComparison.Ordinal) ?? false)
            .Select(member => Name(member.Attribute("name")!.Value))
            .Where(methods.Contains).Distinct();

        Assert.That(documented.Count(), Is.GreaterThan(30));
        Assert.That(documented.Except(EdgeCases.All.Select(edge => Name(edge.Name))), Is.Empty, "operations whose edges no EdgeCase checks; add a row for each");
    }

    [Test]
    public void EdgeCases_Names_AreUnique() => Assert.That(EdgeCases.All.Select(edge => edge.Name), Is.Unique);

    // "T:NativeGan.Engine.Operations.Fold`1", "M:NativeGan.Engine.Operations.TensorOperations.Softmax(NativeGan.Engine.Tensor)", "Pow at zero".
    private static string Name(string member) => member.Split('(', '`', ' ')[0].Split('.')[^1];
}
