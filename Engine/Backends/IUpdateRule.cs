using System.Runtime.Intrinsics;

namespace NativeGan.Engine.Backends;

/// <summary>How an optimiser changes one parameter value, as a formula in the three forms of <see cref="IUnaryFormula"/>.</summary>
/// <remarks>
/// What changes from step to step (step count, learning rate, running powers of β) is an <see cref="UpdateClock"/> that
/// lives in a device buffer, so that a captured step can be replayed; <see cref="Advance"/> moves it on by one step, with
/// multiplication, division and square root in double precision only, which every device rounds alike.
/// </remarks>
public interface IUpdateRule
{
    /// <summary>Moves the clock on by one step and returns it; called once a step, before any value is updated.</summary>
    UpdateClock Advance(UpdateClock clock);

    /// <summary>The numbers that every value of this step shares, from a clock that was just advanced.</summary>
    UpdateScalars<double> Prepare(UpdateClock clock);

    /// <summary>The updated parameter value and optimiser state, in single precision.</summary>
    UpdateState<float> Invoke(UpdateState<float> state, float gradient, UpdateScalars<float> scalars);

    /// <summary>The updated parameter value and optimiser state, in double precision.</summary>
    UpdateState<double> Invoke(UpdateState<double> state, double gradient, UpdateScalars<double> scalars);

    /// <summary>Sixteen updated parameter values and their optimiser state.</summary>
    UpdateState<Vector512<float>> Invoke(
        UpdateState<Vector512<float>> state, Vector512<float> gradient, UpdateScalars<Vector512<float>> scalars);
}

/// <summary>The per-step state of an optimiser: four doubles in a device buffer, in this order.</summary>
/// <param name="Step">Updates done so far.</param>
/// <param name="LearningRate">Learning rate of the coming update.</param>
/// <param name="FirstPower">β₁ to the power <paramref name="Step"/> (1 before the first update).</param>
/// <param name="SecondPower">β₂ to the power <paramref name="Step"/> (1 before the first update).</param>
public readonly record struct UpdateClock(double Step, double LearningRate, double FirstPower, double SecondPower)
{
    /// <summary>Doubles in a clock's buffer.</summary>
    public const int Length = 4;
}

/// <summary>A parameter value with the two state values an optimiser may keep for it (m and v for Adam).</summary>
public record struct UpdateState<T>(T Parameter, T First, T Second) where T : struct;

/// <summary>Two numbers shared by all values of one update; their meaning is the rule's own.</summary>
public record struct UpdateScalars<T>(T Rate, T Correction) where T : struct;

/// <summary>One parameter tensor in an update: its values, its gradient, and the optimiser's two states for it.</summary>
/// <remarks>All four have the same length. A rule that keeps less state leaves <see cref="First"/> or <see cref="Second"/> untouched.</remarks>
public readonly record struct UpdateSegment(DeviceBuffer Parameter, DeviceBuffer Gradient, DeviceBuffer First, DeviceBuffer Second);
