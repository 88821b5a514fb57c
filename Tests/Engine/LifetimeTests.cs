using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Kernels.Cpu;
using NativeGan.Training.Optimizers;
using NUnit.Framework;

namespace NativeGan.Tests.Engine;

/// <summary>Who may still hold a buffer, and what is refused once its contents are no longer what an operation saw.</summary>
[TestFixture]
public sealed class LifetimeTests
{
    private CpuBackend _backend = null!;

    [OneTimeSetUp]
    public void Open() => _backend = new CpuBackend(1);

    [OneTimeTearDown]
    public void Close() => _backend.Dispose();

    [Test]
    public void Replay_OfAStepWithAConstantWhoseScopeWasClosed_KeepsTheConstant()
    {
        using RowRing results = new(_backend, 4, 1);
        ICapturedStep captured;
        using (new TensorScope())
        {
            Tensor constant = Tensor.Full(_backend, new Shape(1), 1);
            captured = _backend.Capture(() =>
            {
                using TensorScope scope = new();
                results.Put(constant * 2);
            });
        }

        using (Tensor other = Tensor.Full(_backend, new Shape(1), 1000)) // would take the constant's buffer from the pool
        {
            captured.Replay();
        }

        captured.Dispose();
        double[] rows = new double[4];
        results.Read(rows);
        Assert.That(rows[1], Is.EqualTo(2));
    }

    [Test]
    public void Step_WithGradientsOfADisposedTape_IsRefused()
    {
        using Parameter weight = NewWeight();
        using IParameterUpdater optimizer = new OptimizerOptions { Kind = "sgd" }.Create([weight]);
        Gradients gradients;
        using (GradientTape tape = new())
        {
            gradients = tape.Gradients(weight.Square().Sum(), [weight]);
        }

        Assert.That(() => optimizer.Step(gradients), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Step_WithoutAnyGradient_SaysThatTheForwardPassWasNotRecorded()
    {
        using Parameter weight = NewWeight();
        using IParameterUpdater optimizer = new OptimizerOptions { Kind = "sgd" }.Create([weight]);
        using TensorScope scope = new();
        Tensor loss = weight.Square().Sum();
        using GradientTape tape = new();

        Gradients gradients = tape.Gradients(loss, [weight]);

        Assert.That(() => optimizer.Step(gradients), Throws.InvalidOperationException.With.Message.Contains("no gradient reached any of the 1 parameters"));
    }

    [Test]
    public void Gradients_ThroughAViewOfAnUpdatedParameter_AreRefused()
    {
        using Parameter weight = NewWeight();
        using GradientTape tape = new();
        Tensor x = Tensor.Ones(_backend, new Shape(1, 2));
        Tensor loss = x.MatMul(weight.Reshape(2, 2)).Sum();

        weight.Assign([5.0, 6, 7, 8]);

        Assert.That(() => tape.Gradients(loss, [x]), Throws.InvalidOperationException.With.Message.Contains("was updated after"));
    }

    [Test]
    public void Gradients_ThroughRedrawnIndices_AreRefused()
    {
        using RowRing ring = new(_backend, 2, 1, holdsIndices: true);
        ring.Fill([0, 2]);
        using Indices indices = Indices.Allocate(_backend, new Shape(1));
        using GradientTape tape = new();
        Tensor table = Tensor.Ones(_backend, new Shape(3, 2));
        ring.Take(indices);
        Tensor loss = table.Embedding(indices).Sum();

        ring.Take(indices);

        Assert.That(() => tape.Gradients(loss, [table]), Throws.InvalidOperationException.With.Message.Contains("redrawn"));
    }

    [Test]
    public void Apply_OfOneInstanceTwice_IsRefused()
    {
        using TensorScope scope = new();
        Tensor x = Tensor.Ones(_backend, new Shape(2));
        Square square = new();
        Operation.Apply(square, x);

        Assert.That(() => Operation.Apply(square, x), Throws.InvalidOperationException.With.Message.Contains("one node"));
    }

    [Test]
    public void Keep_OfATensorOfAnotherScope_IsRefused()
    {
        using TensorScope outer = new();
        Tensor tensor = Tensor.Ones(_backend, new Shape(1));
        using TensorScope inner = new();

        Assert.That(() => inner.Keep(tensor), Throws.InvalidOperationException.With.Message.Contains("does not belong to this scope"));
    }

    [Test]
    public void RowRing_WithTheWrongNumberOfElements_IsRefused()
    {
        using RowRing ring = new(_backend, 2, 4);
        using TensorScope scope = new();

        Assert.That(() => ring.Take(new Shape(2)), Throws.TypeOf<ShapeException>());
        Assert.That(() => ring.Fill([1.0, 2]), Throws.TypeOf<ShapeException>());
        Assert.That(() => ring.Put(Tensor.Ones(_backend, new Shape(3))), Throws.TypeOf<ShapeException>());
    }

    private Parameter NewWeight() => new("weight", _backend, [1, 2, 3, 4], new Shape(4));
}
