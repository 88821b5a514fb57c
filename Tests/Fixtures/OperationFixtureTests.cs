using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Fixtures;

/// <summary>Every recorded operation, forward and backward, on every backend present.</summary>
[Category("Fixtures")]
public sealed class OperationFixtureTests
{
    private static IEnumerable<TestCaseData> Runs() => FixtureRun.Of("ops");

    [TestCaseSource(nameof(Runs))]
    public void Operation_Recorded_GivesTheSameNumbers(FixtureRun run)
    {
        FixtureCase recorded = run.Case;
        if (OperationBuilders.NotBuiltYet.Contains(recorded.Op))
        {
            Assert.Ignore($"'{recorded.Op}' is not built yet.");
        }

        IBackend backend = BackendCases.Get(run.Backend);
        if (OperationBuilders.MultiplyMatrices.Contains(recorded.Op))
        {
            BackendCases.EnsureSmallEnough(run.Backend, recorded.Inputs.SelectMany(key => recorded.Tensor(key).Shape.Extents.ToArray()));
        }

        List<string> misses = Compare(recorded, backend);

        if (misses.Count == 0)
        {
            return;
        }

        string message = string.Join(Environment.NewLine, misses);
        if (recorded.IsAdvisory)
        {
            Assert.Warn($"Another convention than the recorded one ({recorded.Notes}): {message}");
        }
        else
        {
            Assert.Fail(recorded.Notes.Length == 0 ? message : $"{message}{Environment.NewLine}Notes: {recorded.Notes}");
        }
    }

    private static List<string> Compare(FixtureCase recorded, IBackend backend)
    {
        using GradientTape tape = new();
        using OperationInputs inputs = new(recorded, backend);
        Tensor[] outputs = OperationBuilders.Apply(recorded.Op, inputs);
        List<string> misses = [];
        foreach ((string key, Tensor output) in recorded.Outputs.Zip(outputs))
        {
            Check(recorded, key, key, output, misses);
        }

        if (recorded.Gradients.Count == 0)
        {
            return misses;
        }

        List<(Tensor Of, Tensor? Seed)> roots = [];
        foreach ((string key, Tensor output) in recorded.Outputs.Zip(outputs))
        {
            if (recorded.Upstream.TryGetValue(key, out string? upstream))
            {
                FixtureTensor seed = recorded.Tensor(upstream);
                roots.Add((output, Tensor.FromArray(backend, seed.Values, seed.Shape)));
            }
        }

        (string Input, string Key)[] wanted = [.. recorded.Gradients.Select(pair => (pair.Key, pair.Value))];
        Tensor[] variables = [.. wanted.Select(pair => inputs[Position(recorded.Inputs, pair.Input)])];
        Gradients gradients = tape.Gradients(roots, variables);
        for (int index = 0; index < wanted.Length; index++)
        {
            Tensor gradient = gradients.Find(variables[index]) ?? Tensor.Zeros(backend, variables[index].Shape);
            Check(recorded, wanted[index].Key, $"gradient of {wanted[index].Input}", gradient, misses);
        }

        return misses;
    }

    // Results are compared in single precision: `reference` would otherwise exceed what the recorded numbers can hold.
    private static void Check(FixtureCase recorded, string key, string what, Tensor actual, List<string> misses)
    {
        FixtureTensor expected = recorded.Tensor(key);
        string subject = $"{recorded.Op} ({recorded.Name}), {what}";
        if (!actual.Shape.Equals(expected.Shape))
        {
            misses.Add($"{subject} on {actual.Backend.Name}: the shape is {actual.Shape}, {expected.Shape} is expected.");
            return;
        }

        (double relative, double absolute) = recorded.Tolerance(key);
        string? miss = NumericAssert.Compare(
            NumericAssert.Widen(actual.ToArray()), expected.Values, relative, absolute, subject, actual.Backend.Name, expected.Shape);
        if (miss is not null)
        {
            misses.Add(miss);
        }
    }

    private static int Position(IReadOnlyList<string> inputs, string input)
    {
        for (int position = 0; position < inputs.Count; position++)
        {
            if (inputs[position] == input)
            {
                return position;
            }
        }

        throw new FixtureException($"Fixtures: a gradient is recorded for '{input}', which is no input.");
    }
}
