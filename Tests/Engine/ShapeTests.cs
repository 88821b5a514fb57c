using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Engine;

public sealed class ShapeTests
{
    [TestCase(new int[] { }, 1, "[]")]
    [TestCase(new[] { 64, 784 }, 50176, "[64, 784]")]
    [TestCase(new[] { 0, 5 }, 0, "[0, 5]")]
    public void Shape_OfExtents_CountsAndPrints(int[] extents, int count, string text)
    {
        Shape shape = new(extents);

        Assert.That(shape.Count, Is.EqualTo(count));
        Assert.That(shape.Rank, Is.EqualTo(extents.Length));
        Assert.That(shape.ToString(), Is.EqualTo(text));
    }

    // The product of the others does not fit 32 bits, nor 64.
    [TestCase(65536, 65536, 0)]
    [TestCase(0, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)]
    public void Shape_WithAnExtentOfZero_HasNoElements(params int[] extents)
    {
        Shape shape = new(extents);

        Assert.That(shape.Count, Is.Zero);
        Assert.That(shape.Strides(), Is.All.Zero);
    }

    [TestCase(65536, 65536)]
    [TestCase(int.MaxValue, 2)]
    [TestCase(65536, 65536, 65536, 65536)]
    public void Shape_OfMoreThanATensorHolds_IsRefused(params int[] extents)
    {
        Assert.That(Refusal.Message<ShapeException>(() => _ = new Shape(extents)),
            Is.EqualTo($"Shape: [{string.Join(", ", extents)}] has more than 2147483647 elements."));
    }

    // NumPy's rules: aligned at the last axis, 1 and missing axes stretch.
    [TestCase(new[] { 3, 5 }, new[] { 3, 5 }, new[] { 3, 5 })]
    [TestCase(new[] { 3, 5 }, new[] { 5 }, new[] { 3, 5 })]
    [TestCase(new[] { 3, 1 }, new[] { 1, 5 }, new[] { 3, 5 })]
    [TestCase(new[] { 2, 3, 4 }, new[] { 3, 1 }, new[] { 2, 3, 4 })]
    [TestCase(new int[] { }, new[] { 2, 3 }, new[] { 2, 3 })]
    [TestCase(new[] { 1 }, new[] { 0 }, new[] { 0 })]
    [TestCase(new[] { 4, 1, 6 }, new[] { 7, 1, 5, 1 }, new[] { 7, 4, 5, 6 })]
    public void Broadcast_OfFittingShapes_FollowsNumPy(int[] a, int[] b, int[] expected)
    {
        Assert.That(Shape.Broadcast(new Shape(a), new Shape(b), "Add"), Is.EqualTo(new Shape(expected)));
        Assert.That(Shape.Broadcast(new Shape(b), new Shape(a), "Add"), Is.EqualTo(new Shape(expected)), "the other way round");
    }

    [TestCase(new[] { 3, 5 }, new[] { 3 }, "Add: [3, 5] and [3] do not broadcast: axis -1 has 5 and 3. "
        + "Extents must be equal, or one of them 1; use Reshape to add axes of extent 1.")]
    [TestCase(new[] { 2, 5 }, new[] { 3, 5 }, "Add: [2, 5] and [3, 5] do not broadcast: axis -2 has 2 and 3. "
        + "Extents must be equal, or one of them 1; use Reshape to add axes of extent 1.")]
    [TestCase(new[] { 0 }, new[] { 2 }, "Add: [0] and [2] do not broadcast: axis -1 has 0 and 2. "
        + "Extents must be equal, or one of them 1; use Reshape to add axes of extent 1.")]
    public void Broadcast_OfShapesThatDiffer_SaysWhereAndWhatToDo(int[] a, int[] b, string message)
    {
        string found = Refusal.Message<ShapeException>(() => Shape.Broadcast(new Shape(a), new Shape(b), "Add"));

        Assert.That(found, Is.EqualTo(message));
    }

    [Test]
    public void Shape_WithANegativeExtent_IsRefused() => Assert.That(
        Refusal.Message<ShapeException>(() => _ = new Shape(2, -3)),
        Is.EqualTo("Shape: extents must not be negative, found [2, -3]."));

    [Test]
    public void Shape_WithTooManyElements_IsRefused() => Assert.That(
        Refusal.Message<ShapeException>(() => _ = new Shape(65536, 65536)),
        Is.EqualTo("Shape: [65536, 65536] has more than 2147483647 elements."));

    [Test]
    public void Axis_CountedFromTheEnd_IsResolved()
    {
        Shape shape = new(2, 3, 4);

        Assert.That(shape.Axis(-1), Is.EqualTo(2));
        Assert.That(shape[-3], Is.EqualTo(2));
    }

    [TestCase(3)]
    [TestCase(-4)]
    public void Axis_ThatDoesNotExist_IsRefused(int axis) => Assert.That(
        Refusal.Message<ShapeException>(() => new Shape(2, 3, 4).Axis(axis)),
        Is.EqualTo($"Axis {axis} does not exist in [2, 3, 4]; axes run from -3 to 2."));

    [Test]
    public void Along_MiddleAxes_SplitsIntoOuterExtentInner()
    {
        Shape shape = new(2, 3, 4, 5);

        Assert.That(shape.Along(1, 2), Is.EqualTo(new AxisView(2, 12, 5)));
        Assert.That(shape.Along(0), Is.EqualTo(new AxisView(1, 2, 60)));
        Assert.That(shape.Along(3), Is.EqualTo(new AxisView(24, 5, 1)));
    }

    [Test]
    public void Strides_OfAShape_AreRowMajor() => Assert.That(new Shape(2, 3, 4).Strides(), Is.EqualTo(new[] { 12, 4, 1 }));

    [Test]
    public void Without_SomeAxes_KeepsTheOthers() => Assert.That(new Shape(2, 3, 4, 5).Without(1, 2), Is.EqualTo(new Shape(2, 5)));

    [Test]
    public void Equals_ComparesExtents()
    {
        Shape first = new(2, 3), second = new(2, 3);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(second.GetHashCode(), Is.EqualTo(first.GetHashCode()));
        Assert.That(first, Is.Not.EqualTo(new Shape(3, 2)));
        Assert.That(new Shape(1), Is.Not.EqualTo(Shape.Scalar));
    }
}
