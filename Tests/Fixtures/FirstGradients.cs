using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Tests.Fixtures;

/// <summary>An optimiser that keeps a copy of the gradients of its first update.</summary>
internal sealed class FirstGradients(IParameterUpdater inner) : IParameterUpdater
{
    /// <summary>Whether to keep them; a captured step may not read from the device.</summary>
    public bool Keeps { get; set; }

    /// <summary>The gradients, in the order of the parameters; empty before the first update.</summary>
    public IReadOnlyList<double[]> Values { get; private set; } = [];

    public IReadOnlyList<Parameter> Parameters => inner.Parameters;

    public UpdateClock Clock
    {
        get => inner.Clock;
        set => inner.Clock = value;
    }

    public void Step(Gradients gradients)
    {
        if (Keeps && Values.Count == 0)
        {
            Values = [.. Parameters.Select(parameter => gradients[parameter].ToDoubleArray())];
        }

        inner.Step(gradients);
    }

    public (double[] First, double[] Second) ReadState(int index) => inner.ReadState(index);

    public void WriteState(int index, ReadOnlySpan<double> first, ReadOnlySpan<double> second) => inner.WriteState(index, first, second);

    public void Dispose() => inner.Dispose();
}
