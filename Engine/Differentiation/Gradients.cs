namespace NativeGan.Engine.Differentiation;

/// <summary>The result of a walk over the tape: ∂L/∂t for the requested tensors and for every tensor between them and the root.</summary>
/// <remarks>The gradients belong to the scope that was current during the walk: the tape, unless a scope was opened inside it.</remarks>
public sealed class Gradients
{
    private readonly Dictionary<Tensor, Tensor> _gradients;

    internal Gradients(Dictionary<Tensor, Tensor> gradients) => _gradients = gradients;

    /// <summary>∂L/∂tensor, of the tensor's shape.</summary>
    /// <exception cref="KeyNotFoundException">The root does not depend on the tensor.</exception>
    public Tensor this[Tensor tensor] => Find(tensor) ?? throw new KeyNotFoundException(
        $"No gradient reached '{tensor.Name ?? "a tensor"}' {tensor.Shape}: the root does not depend on it, or it was not requested.");

    /// <summary>∂L/∂tensor, or null when the root does not depend on it.</summary>
    public Tensor? Find(Tensor tensor) => _gradients.GetValueOrDefault(tensor);
}
