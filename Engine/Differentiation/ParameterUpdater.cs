using System.Runtime.InteropServices;
using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Differentiation;

/// <summary>Changes a network's parameters by a rule, and keeps the rule's state for each of them.</summary>
/// <remarks>
/// All parameters are updated in one call of the backend, in place. Everything that changes from step to step is in device
/// buffers, so that a captured step keeps counting when it is replayed.
/// </remarks>
public sealed class ParameterUpdater<TRule> : IParameterUpdater where TRule : unmanaged, IUpdateRule
{
    private readonly TRule _rule;
    private readonly IBackend _backend;
    private readonly DeviceBuffer _clock;
    private readonly DeviceBuffer[] _first;
    private readonly DeviceBuffer[] _second;

    /// <summary>A fresh state for some parameters.</summary>
    /// <param name="parameters">One network's parameters; at least one. One that is given twice, as layers that share it do, is updated once.</param>
    /// <param name="rule">The optimiser's formula.</param>
    /// <param name="learningRate">Learning rate of the first update.</param>
    /// <param name="initialFirst">What the first state starts from; 0 but for RMSProp in TensorFlow 1.</param>
    public ParameterUpdater(IReadOnlyList<Parameter> parameters, TRule rule, double learningRate, double initialFirst = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = [.. parameters.Distinct()];
        _rule = rule;
        _backend = parameters[0].Backend;
        _clock = _backend.Allocate(UpdateClock.Length, ElementType.Float64);
        _first = [.. Parameters.Select(parameter => Filled(parameter.Shape.Count, initialFirst))];
        _second = [.. Parameters.Select(parameter => Filled(parameter.Shape.Count, 0))];
        Clock = new UpdateClock(0, learningRate, 1, 1);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public UpdateClock Clock
    {
        get
        {
            Span<UpdateClock> clock = stackalloc UpdateClock[1];
            _backend.Download(_clock, MemoryMarshal.AsBytes(clock));
            return clock[0];
        }
        set => _backend.Upload(MemoryMarshal.AsBytes(new ReadOnlySpan<UpdateClock>(in value)), _clock);
    }

    /// <inheritdoc/>
    public void Step(Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        List<UpdateSegment> segments = [];
        for (int index = 0; index < Parameters.Count; index++)
        {
            Parameter parameter = Parameters[index];
            if (gradients.Find(parameter) is { } gradient)
            {
                segments.Add(new UpdateSegment(parameter.LiveBuffer(), gradient.LiveBuffer(), _first[index], _second[index]));
                parameter.MarkChanged();
            }
        }

        if (segments.Count == 0)
        {
            throw new InvalidOperationException(
                $"Step: no gradient reached any of the {Parameters.Count} parameters. Run the forward pass while the tape is open, and ask it for these parameters.");
        }

        _backend.Update(_rule, _clock, segments);
    }

    /// <inheritdoc/>
    public (double[] First, double[] Second) ReadState(int index) => (Read(_first[index]), Read(_second[index]));

    /// <inheritdoc/>
    public void WriteState(int index, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        int expected = Parameters[index].Shape.Count;
        if (first.Length != expected || second.Length != expected)
        {
            throw new ShapeException($"WriteState: '{Parameters[index].Name}' has {expected} elements, found {first.Length} and {second.Length}.");
        }

        NumberTransfer.Upload(_backend, first, _first[index]);
        NumberTransfer.Upload(_backend, second, _second[index]);
    }

    /// <summary>Returns the state's buffers.</summary>
    public void Dispose()
    {
        _clock.Release();
        foreach (DeviceBuffer buffer in _first.Concat(_second))
        {
            buffer.Release();
        }
    }

    private DeviceBuffer Filled(int length, double value)
    {
        DeviceBuffer buffer = _backend.Allocate(length, _backend.FloatType);
        _backend.Fill(value, buffer);
        return buffer;
    }

    private double[] Read(DeviceBuffer buffer)
    {
        double[] values = new double[buffer.Length];
        NumberTransfer.Download(_backend, buffer, values.AsSpan());
        return values;
    }
}
