namespace NativeGan.Engine.Differentiation;

/// <summary>Records operations in the order they happen and walks them backwards: reverse-mode differentiation.</summary>
/// <remarks>
/// <para>
/// The walk visits only operations on a path from a requested tensor to a root, and asks each only for the gradients of
/// inputs on such a path. Training a generator therefore never computes the discriminator's weight gradients, and there is
/// no flag to set and no gradient to clear.
/// </para>
/// <para>A tape is also a <see cref="TensorScope"/>: disposing it returns every intermediate value and gradient.</para>
/// Source: Griewank &amp; Walther, "Evaluating Derivatives" (2008), chapter 3.
/// </remarks>
public sealed class GradientTape : TensorScope
{
    [ThreadStatic]
    private static GradientTape? _active;

    private readonly List<Operation> _operations = [];
    private readonly GradientTape? _enclosing = _active;
    private bool _isDisposed;

    /// <summary>Starts recording the operations of this thread, instead of an enclosing tape.</summary>
    public GradientTape() => _active = this;

    /// <summary>The tape that records at the moment, if any.</summary>
    public static GradientTape? Active => _active;

    /// <summary>Whether fused operations are carried out and recorded as the steps they consist of, so that each value can be looked at.</summary>
    public bool SplitsFusedOperations { get; init; }

    /// <summary>What was recorded, in order.</summary>
    public IReadOnlyList<Operation> Operations => _operations;

    /// <summary>Gradients of a scalar (or of Σ of·seed) with respect to the requested tensors.</summary>
    /// <param name="of">The root; a single element unless <paramref name="seed"/> is given.</param>
    /// <param name="withRespectTo">Tensors the gradient is wanted for: parameters, or any tensor that was made on this tape.</param>
    /// <param name="seed">∂L/∂of, of the same shape; ones by default.</param>
    /// <param name="recordBackward">Record the walk too, so that gradients can be differentiated (as WGAN-GP needs).</param>
    /// <exception cref="ShapeException">The root is no scalar and no seed is given, or the seed has another shape.</exception>
    /// <exception cref="InvalidOperationException">A parameter on the path was updated since it was used.</exception>
    public Gradients Gradients(Tensor of, IReadOnlyList<Tensor> withRespectTo, Tensor? seed = null, bool recordBackward = false)
    {
        ArgumentNullException.ThrowIfNull(of);
        return Gradients([(of, seed)], withRespectTo, recordBackward);
    }

    /// <summary>Gradients of the sum of several roots, each with its own seed; see the other overload.</summary>
    public Gradients Gradients(
        IReadOnlyList<(Tensor Of, Tensor? Seed)> roots, IReadOnlyList<Tensor> withRespectTo, bool recordBackward = false)
    {
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentNullException.ThrowIfNull(withRespectTo);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        GradientTape? active = _active;
        _active = recordBackward ? this : null;
        try
        {
            return Walk(roots, withRespectTo);
        }
        finally
        {
            _active = active;
        }
    }

    /// <summary>Records no further operations: for values that are only looked at.</summary>
    public void StopRecording()
    {
        if (_active == this)
        {
            _active = null;
        }
    }

    internal void Record(Operation operation)
    {
        operation.RememberInputVersions();
        _operations.Add(operation);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!_isDisposed)
        {
            _isDisposed = true;
            _active = _enclosing;
            _operations.Clear();
        }
    }

    private Gradients Walk(IReadOnlyList<(Tensor Of, Tensor? Seed)> roots, IReadOnlyList<Tensor> withRespectTo)
    {
        int recorded = _operations.Count;
        HashSet<Tensor> onPath = FindPath(withRespectTo, recorded);
        Dictionary<Tensor, Tensor> gradients = [];
        foreach ((Tensor root, Tensor? seed) in roots)
        {
            if (onPath.Contains(root))
            {
                Tensor gradient = Seed(root, seed);
                gradients[root] = gradients.TryGetValue(root, out Tensor? sum) ? Operation.Apply(new Add(), sum, gradient) : gradient;
            }
        }

        for (int index = recorded - 1; index >= 0; index--)
        {
            Operation operation = _operations[index];
            if (!gradients.TryGetValue(operation.Output, out Tensor? outputGradient))
            {
                continue;
            }

            operation.EnsureInputsUnchanged();
            Tensor? common = null;
            for (int input = 0; input < operation.Inputs.Count; input++)
            {
                Tensor tensor = operation.Inputs[input];
                if (operation.IsDifferentiable(input) && onPath.Contains(tensor))
                {
                    common ??= operation.CommonGradient(outputGradient);
                    Tensor gradient = gradients.TryGetValue(tensor, out Tensor? sum)
                        ? operation.AddInputGradient(input, common, sum)
                        : operation.InputGradient(input, common);
                    EnsureShape(operation, input, gradient);
                    gradients[tensor] = gradient;
                }
            }
        }

        return new Gradients(gradients);
    }

    /// <summary>The requested tensors and every recorded output that depends on one of them.</summary>
    private HashSet<Tensor> FindPath(IReadOnlyList<Tensor> withRespectTo, int recorded)
    {
        HashSet<Tensor> onPath = [.. withRespectTo];
        for (int index = 0; index < recorded; index++)
        {
            Operation operation = _operations[index];
            for (int input = 0; input < operation.Inputs.Count; input++)
            {
                if (operation.IsDifferentiable(input) && onPath.Contains(operation.Inputs[input]))
                {
                    onPath.Add(operation.Output);
                    break;
                }
            }
        }

        return onPath;
    }

    private static Tensor Seed(Tensor root, Tensor? seed)
    {
        if (seed is null)
        {
            return root.Shape.Count == 1
                ? Tensor.Ones(root.Backend, root.Shape)
                : throw new ShapeException(
                    $"Gradients: the root is {root.Shape}, a single element is expected. "
                    + "Reduce it (Sum, Mean), or pass a seed of its shape.");
        }

        return seed.Shape.Equals(root.Shape)
            ? seed
            : throw new ShapeException($"Gradients: the root is {root.Shape}, its seed is {seed.Shape}; they must be equal.");
    }

    private static void EnsureShape(Operation operation, int input, Tensor gradient)
    {
        if (!gradient.Shape.Equals(operation.Inputs[input].Shape))
        {
            throw new InvalidOperationException(
                $"{operation.Name}: the gradient of input {input} is {gradient.Shape}, the input is {operation.Inputs[input].Shape}. This is an error in the operation.");
        }
    }
}
