using NativeGan.Engine;

namespace NativeGan.Models;

/// <summary>A network, or a part of one: a forward pass, the parameters it trains and the state it keeps.</summary>
public abstract class Module : IDisposable
{
    /// <summary>The trainable tensors, in a fixed order, with names unique in the network; one that several layers share stands here once.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The tensors that training changes and no optimiser does, such as running statistics; named like the parameters.</summary>
    public virtual IReadOnlyList<StateTensor> State => [];

    /// <summary>Number of trainable numbers, those of a shared parameter counted once.</summary>
    public long ParameterCount => Parameters.Distinct().Sum(parameter => (long)parameter.Shape.Count);

    /// <summary>The module's output for an input, in training; recorded on the active tape.</summary>
    /// <exception cref="ShapeException">The input does not fit.</exception>
    public abstract Tensor Forward(Tensor input);

    /// <summary>The module's output once it is trained, for samples and evaluations: no dropout, running statistics; changes nothing.</summary>
    /// <remarks>The same as <see cref="Forward"/> unless overridden; a module made of others passes it on to them.</remarks>
    /// <exception cref="ShapeException">The input does not fit.</exception>
    public virtual Tensor Evaluate(Tensor input) => Forward(input);

    /// <summary>Returns the parameters' and the state's buffers.</summary>
    public void Dispose()
    {
        foreach (Parameter parameter in Parameters)
        {
            parameter.Dispose();
        }

        foreach (StateTensor state in State)
        {
            state.Dispose();
        }

        GC.SuppressFinalize(this);
    }
}
