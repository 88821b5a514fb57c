namespace NativeGan.Engine;

/// <summary>Owns the tensors made while it is the current scope; disposing it returns their buffers.</summary>
/// <remarks>
/// Scopes nest, one chain per thread. A tensor made outside any scope belongs to whoever holds it, and is freed by
/// <see cref="Tensor.Dispose"/> or the garbage collector.
/// </remarks>
public class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? _current;

    private readonly List<Tensor> _tensors = [];
    private bool _isDisposed;

    /// <summary>Opens a scope and makes it current on this thread.</summary>
    public TensorScope()
    {
        Parent = _current;
        _current = this;
    }

    /// <summary>The innermost open scope of this thread.</summary>
    public static TensorScope? Current => _current;

    /// <summary>The scope that becomes current again when this one is disposed.</summary>
    public TensorScope? Parent { get; }

    /// <summary>Number of tensors this scope owns at the moment.</summary>
    public int Count => _tensors.Count;

    /// <summary>Moves a tensor out of this scope, to the enclosing one if there is one, and returns it.</summary>
    /// <exception cref="InvalidOperationException">The tensor does not belong to this scope.</exception>
    public T Keep<T>(T tensor) where T : Tensor
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!_tensors.Remove(tensor))
        {
            throw new InvalidOperationException($"Keep: {tensor} does not belong to this scope. Call Keep on the scope that was current when it was made.");
        }

        Parent?._tensors.Add(tensor);
        return tensor;
    }

    internal void Own(Tensor tensor) => _tensors.Add(tensor);

    /// <summary>Returns the buffers of all owned tensors and makes the enclosing scope current.</summary>
    /// <exception cref="InvalidOperationException">An inner scope is still open.</exception>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing)
    {
        if (_isDisposed || !disposing)
        {
            return;
        }

        if (_current != this)
        {
            throw new InvalidOperationException(
                "TensorScope: an inner scope is still open, or this scope belongs to another thread. Dispose inner scopes first.");
        }

        _isDisposed = true;
        _current = Parent;
        foreach (Tensor tensor in _tensors)
        {
            tensor.Dispose();
        }

        _tensors.Clear();
    }
}
