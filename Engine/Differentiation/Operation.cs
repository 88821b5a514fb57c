using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Differentiation;

/// <summary>One differentiable step of a computation: its shape rule, its forward pass, one gradient for each input.</summary>
/// <remarks>
/// An instance is its own node on the tape: attributes are constructor arguments, saved values are fields, the gradient
/// is a method. Put a breakpoint in an <see cref="InputGradient"/> and everything that matters is in view.
/// </remarks>
public abstract class Operation
{
    private Tensor[] _inputs = [];
    private int[] _inputVersions = [];
    private Tensor? _output;

    /// <summary>The operation's name, for messages and listings: the class name.</summary>
    public virtual string Name
    {
        get
        {
            string name = GetType().Name;
            int generic = name.IndexOf('`', StringComparison.Ordinal);
            return generic < 0 ? name : name[..generic];
        }
    }

    /// <summary>The tensors it was applied to.</summary>
    public IReadOnlyList<Tensor> Inputs => _inputs;

    /// <summary>The tensor it made.</summary>
    public Tensor Output => _output ?? throw new InvalidOperationException($"{Name} was not applied yet.");

    /// <summary>Applies an operation: checks shapes, computes the output, records it on the active tape.</summary>
    /// <exception cref="ShapeException">The inputs' shapes do not fit the operation.</exception>
    /// <exception cref="ArgumentException">The inputs are on different backends.</exception>
    /// <exception cref="InvalidOperationException">The instance was applied before.</exception>
    public static Tensor Apply(Operation operation, params ReadOnlySpan<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (operation._output is not null)
        {
            throw new InvalidOperationException($"{operation.Name}: this instance was applied before; an operation is one node. Create another.");
        }

        IBackend backend = inputs[0].Backend;
        foreach (Tensor input in inputs)
        {
            backend.Hold(input.LiveBuffer());
            if (input.Backend != backend)
            {
                throw new ArgumentException(
                    $"{operation.Name}: inputs are on '{backend.Name}' and '{input.Backend.Name}'. Create all tensors on one backend.");
            }
        }

        operation._inputs = inputs.ToArray();
        operation._output = operation.CreateOutput(backend, operation.InferShape());
        operation.Forward(backend);
        GradientTape.Active?.Record(operation);
        return operation._output;
    }

    /// <summary>Checks the inputs' shapes and says what the output's is.</summary>
    /// <exception cref="ShapeException">They do not fit.</exception>
    protected abstract Shape InferShape();

    /// <summary>Fills <see cref="Output"/>.</summary>
    protected abstract void Forward(IBackend backend);

    /// <summary>What the gradients of all inputs have in common, computed once a walk: ∂L/∂output itself unless overridden.</summary>
    /// <param name="outputGradient">∂L/∂output, of the output's shape.</param>
    protected internal virtual Tensor CommonGradient(Tensor outputGradient) => outputGradient;

    /// <summary>∂L/∂input for one input, given ∂L/∂output; made of operations, so that it can be differentiated again.</summary>
    /// <param name="input">Which input, from 0.</param>
    /// <param name="outputGradient">What <see cref="CommonGradient"/> made of ∂L/∂output.</param>
    /// <returns>∂L/∂input, of that input's shape.</returns>
    protected internal abstract Tensor InputGradient(int input, Tensor outputGradient);

    /// <summary>sum + ∂L/∂input, for a tensor that several operations use; overridden where one pass can do both.</summary>
    /// <param name="input">Which input, from 0.</param>
    /// <param name="outputGradient">What <see cref="CommonGradient"/> made of ∂L/∂output.</param>
    /// <param name="sum">The gradient that came in from elsewhere, of the input's shape; it may still be in use there.</param>
    protected internal virtual Tensor AddInputGradient(int input, Tensor outputGradient, Tensor sum) =>
        Apply(new Add(), sum, InputGradient(input, outputGradient));

    /// <summary>False for an input that no gradient can flow to; the walk then leaves it out.</summary>
    protected internal virtual bool IsDifferentiable(int input) => true;

    /// <summary>The output tensor; overridden where it shares its input's buffer.</summary>
    private protected virtual Tensor CreateOutput(IBackend backend, Shape shape) => Tensor.Allocate(backend, shape);

    /// <summary>The buffer of an input.</summary>
    private protected DeviceBuffer InputBuffer(int input) => _inputs[input].LiveBuffer();

    internal void RememberInputVersions() => _inputVersions = [.. _inputs.Select(input => input.Buffer.Version)];

    /// <summary>Refuses to differentiate at values that are no longer there: of a parameter, or of a view of one.</summary>
    internal void EnsureInputsUnchanged()
    {
        for (int input = 0; input < _inputs.Length; input++)
        {
            if (_inputs[input].Buffer.Version != _inputVersions[input])
            {
                string name = _inputs[input] switch
                {
                    Parameter parameter => $"parameter '{parameter.Name}'",
                    StateTensor state => $"state '{state.Name}'",
                    _ => $"the parameter behind input {input}",
                };
                throw new InvalidOperationException(
                    $"Gradient of {Name}: {name} was updated after this operation used it. "
                    + "Take all gradients that pass through a parameter before updating it, or run the forward pass again.");
            }
        }
    }
}
