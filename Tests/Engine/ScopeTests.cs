using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Engine;

/// <summary>Who owns a tensor, and when its memory goes back.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.Present))]
public sealed class ScopeTests(string backendName)
{
    private IBackend Backend => BackendCases.Get(backendName);

    [Test]
    public void Dispose_OfAScope_ReturnsTheBuffersMadeInIt()
    {
        TensorScope scope = new();
        Tensor x = Ones(3), y = x.Exp();

        scope.Dispose();

        Assert.That(x.Buffer.IsReleased, Is.True);
        Assert.That(y.Buffer.IsReleased, Is.True);
        Assert.That(TensorScope.Current, Is.Null);
    }

    [Test]
    public void Dispose_OfAScope_LeavesWhatWasMadeBefore()
    {
        using Tensor before = Ones(3);
        using (TensorScope scope = new())
        {
            before.Exp();
        }

        Assert.That(before.Buffer.IsReleased, Is.False);
        Assert.That(before.ToArray(), Is.EqualTo(new[] { 1f, 1f, 1f }));
    }

    [Test]
    public void Keep_InAnInnerScope_MovesTheTensorToTheOuter()
    {
        using TensorScope outer = new();
        Tensor kept, dropped;
        using (TensorScope inner = new())
        {
            dropped = Ones(3);
            kept = inner.Keep(dropped * 2);
        }

        Assert.That(dropped.Buffer.IsReleased, Is.True);
        Assert.That(kept.ToArray(), Is.EqualTo(new[] { 2f, 2f, 2f }));
        Assert.That(outer.Count, Is.EqualTo(1));

        outer.Dispose();

        Assert.That(kept.Buffer.IsReleased, Is.True);
    }

    [Test]
    public void Keep_InTheOutermostScope_LeavesTheTensorToItsHolder()
    {
        Tensor kept;
        using (TensorScope scope = new())
        {
            kept = scope.Keep(Ones(2));
        }

        Assert.That(kept.ToArray(), Is.EqualTo(new[] { 1f, 1f }));
        kept.Dispose();
        Assert.That(kept.Buffer.IsReleased, Is.True);
    }

    [Test]
    public void Dispose_OfATape_ReturnsIntermediatesAndGradients()
    {
        GradientTape tape = new();
        Tensor x = Ones(3), h = x.Exp(), y = h.Sum();
        Tensor gradient = tape.Gradients(y, [x])[x];

        tape.Dispose();

        Assert.That(new[] { x, h, y, gradient }.Select(tensor => tensor.Buffer.IsReleased), Is.All.True);
    }

    [Test]
    public void Dispose_OfASharedBuffer_WaitsForTheLastTensor()
    {
        Tensor x = Ones(6), view = x.Reshape(2, 3);

        x.Dispose();

        Assert.That(view.Buffer.IsReleased, Is.False);
        Assert.That(view.ToArray(), Has.All.EqualTo(1f));
        view.Dispose();
        Assert.That(view.Buffer.IsReleased, Is.True);
    }

    [Test]
    public void Dispose_Twice_ReturnsTheBufferOnce()
    {
        Tensor x = Ones(6), view = x.Reshape(2, 3);

        x.Dispose();
        x.Dispose();

        Assert.That(view.Buffer.IsReleased, Is.False, "the view still holds a reference");
        view.Dispose();
    }

    [Test]
    public void Dispose_WhileAnInnerScopeIsOpen_IsRefused()
    {
        TensorScope outer = new();
        using (TensorScope inner = new())
        {
            Assert.That(Refusal.Message<InvalidOperationException>(outer.Dispose), Is.EqualTo(
                "TensorScope: an inner scope is still open, or this scope belongs to another thread. Dispose inner scopes first."));
        }

        outer.Dispose();
        Assert.That(TensorScope.Current, Is.Null);
    }

    [Test]
    public void Gradients_ThroughATensorOfAClosedScope_AreRefused()
    {
        // Multiply's gradient needs the other factor, which an inner scope gave back: better an error than foreign numbers.
        using GradientTape tape = new();
        Tensor x = Ones(3), y;
        using (TensorScope inner = new())
        {
            y = inner.Keep(x * x.Exp());
        }

        Assert.Throws<ObjectDisposedException>(() => tape.Gradients(y.Sum(), [x]));
    }

    [Test]
    public void Operation_OnADisposedTensor_IsRefused()
    {
        Tensor x = Ones(3);
        x.Dispose();

        Assert.Throws<ObjectDisposedException>(() => x.Exp());
        Assert.Throws<ObjectDisposedException>(() => x.ToArray());
    }

    [Test]
    public void Parameter_MadeInsideAScope_OutlivesIt()
    {
        Parameter parameter;
        using (TensorScope scope = new())
        {
            parameter = new Parameter("w", Backend, [1, 2], new Shape(2));
        }

        Assert.That(parameter.ToArray(), Is.EqualTo(new[] { 1f, 2f }));
        parameter.Dispose();
    }

    [Test]
    public void Current_OnAnotherThread_IsItsOwn()
    {
        using TensorScope scope = new();
        TensorScope? elsewhere = scope;
        Thread thread = new(() => elsewhere = TensorScope.Current);

        thread.Start();
        thread.Join();

        Assert.That(elsewhere, Is.Null);
    }

    [Test]
    public void Memory_ReturnedByAScope_DoesNotChangeLiveTensors()
    {
        // 50 rounds through the pool with sizes that share blocks; the kept tensors must keep their numbers.
        List<Tensor> kept = [];
        for (int round = 0; round < 50; round++)
        {
            using TensorScope scope = new();
            Tensor x = Tensor.Full(Backend, new Shape(60 + round % 5), round);
            Tensor y = (x + 1) * 2;
            if (round % 7 == 0)
            {
                kept.Add(scope.Keep(y));
            }
        }

        for (int index = 0; index < kept.Count; index++)
        {
            Assert.That(kept[index].ToArray(), Has.All.EqualTo(2f * (index * 7 + 1)));
            kept[index].Dispose();
        }
    }

    private Tensor Ones(int count) => Tensor.Ones(Backend, new Shape(count));
}
