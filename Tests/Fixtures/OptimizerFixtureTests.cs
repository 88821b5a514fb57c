using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Tests.Support;
using NativeGan.Training.Optimizers;
using NUnit.Framework;

namespace NativeGan.Tests.Fixtures;

/// <summary>Every recorded optimiser, step by step, on every backend present.</summary>
[Category("Fixtures")]
public sealed class OptimizerFixtureTests
{
    // Parameters were recorded in float64 and rounded to float32: half a unit in the last place is 2⁻²⁴ = 6e-8 of a value.
    // A backend that computes in double has to be that close, which also shows where epsilon stands.
    private const double DoubleRelative = 6e-8, DoubleAbsolute = 1e-12;

    private static IEnumerable<TestCaseData> Runs() => FixtureRun.Of("optim");

    [TestCaseSource(nameof(Runs))]
    public void Optimizer_Recorded_TakesTheSameSteps(FixtureRun run)
    {
        FixtureCase recorded = run.Case;
        string kind = recorded.Json.GetProperty("kind").GetString()!;
        OptimizerOptions? options = RecordedOptimizer.Find(kind, recorded.Json.GetProperty("hyper"));
        if (options is null)
        {
            Assert.Ignore($"Optimiser '{kind}' is not built yet.");
        }

        IBackend backend = BackendCases.Get(run.Backend);
        FixtureTensor initial = recorded.Tensor("p0"), gradients = recorded.Tensor("grads"), expected = recorded.Tensor("p");

        double[] actual = Train(options!, backend, initial, gradients);

        // In single precision the recorded tolerance holds: each of 50 steps rounds the parameter, which is up to some units in
        // size, to 6e-8 of itself, while the step that is looked for is small beside it; the errors add up to about 1e-6.
        (double relative, double absolute) = backend.FloatType == ElementType.Float64 ? (DoubleRelative, DoubleAbsolute) : recorded.Tolerance("p");
        NumericAssert.AreClose(actual, expected.Values, relative, absolute, $"{recorded.Name}, [step, parameter]", run.Backend, expected.Shape);
    }

    /// <summary>The parameter after every step, one row a step.</summary>
    private static double[] Train(OptimizerOptions options, IBackend backend, FixtureTensor initial, FixtureTensor gradients)
    {
        using Parameter parameter = new("p", backend, initial.Values, initial.Shape);
        using IParameterUpdater optimizer = options.Create([parameter]);
        int steps = gradients.Shape[0], size = initial.Shape.Count;
        List<double> parameters = [];
        for (int step = 0; step < steps; step++)
        {
            using TensorScope scope = new();
            Tensor gradient = Tensor.FromArray(backend, gradients.Values.AsSpan(step * size, size), initial.Shape);
            optimizer.Step(new Gradients(new Dictionary<Tensor, Tensor> { [parameter] = gradient }));
            parameters.AddRange(parameter.ToDoubleArray());
        }

        return [.. parameters];
    }
}
