using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Differentiation;

/// <summary>An optimiser: updates parameters from gradients; its state can be read and set, for checkpoints.</summary>
public interface IParameterUpdater : IDisposable
{
    /// <summary>The parameters it updates, each once.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Step count, learning rate and running powers; reading waits for the device.</summary>
    UpdateClock Clock { get; set; }

    /// <summary>Updates every parameter that has a gradient, in place; one without is left alone.</summary>
    /// <exception cref="InvalidOperationException">None of them has a gradient.</exception>
    /// <exception cref="ObjectDisposedException">The gradients' tape was disposed.</exception>
    void Step(Gradients gradients);

    /// <summary>The two state arrays of one parameter; reading waits for the device.</summary>
    (double[] First, double[] Second) ReadState(int index);

    /// <summary>Sets the two state arrays of one parameter.</summary>
    /// <exception cref="ShapeException">An array has not the parameter's length.</exception>
    void WriteState(int index, ReadOnlySpan<double> first, ReadOnlySpan<double> second);
}
