using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Engine;

/// <summary>What the tape records, what its walk visits, and what it refuses.</summary>
public sealed class TapeTests
{
    private const double Tolerance = 1e-12; // a handful of double precision operations

    private readonly ReferenceBackend _backend = new();

    [OneTimeTearDown]
    public void DisposeBackend() => _backend.Dispose();

    [Test]
    public void Gradients_OfXTimesX_AddUpBothFactors()
    {
        using GradientTape tape = new();
        Tensor x = Scalar(3);

        Tensor gradient = tape.Gradients(x * x, [x])[x];

        Assert.That(gradient.DoubleItem(), Is.EqualTo(6).Within(Tolerance)); // 2x
    }

    [Test]
    public void Gradients_WhereATensorFansOut_AddUpAllUses()
    {
        using GradientTape tape = new();
        Tensor x = Scalar(3);
        Tensor y = x * 2 + x * x + x + x.Exp();

        double gradient = tape.Gradients(y, [x])[x].DoubleItem();

        Assert.That(gradient, Is.EqualTo(2 + 6 + 1 + Math.Exp(3)).Within(1e-11)); // 2 + 2x + 1 + eˣ
    }

    [Test]
    public void Gradients_OfSeveralRoots_AreThoseOfTheirWeightedSum()
    {
        using GradientTape tape = new();
        Tensor x = Scalar(3);

        Gradients gradients = tape.Gradients([(x.Square(), null), (x * 5, Scalar(2))], [x]);

        Assert.That(gradients[x].DoubleItem(), Is.EqualTo(16).Within(Tolerance)); // 1·2x + 2·5
    }

    [Test]
    public void Gradients_WithSeed_WeightTheElements()
    {
        using GradientTape tape = new();
        Tensor x = Vector(1, 2, 3);

        double[] gradient = tape.Gradients(x.Square(), [x], seed: Vector(1, 10, 100))[x].ToDoubleArray();

        Assert.That(gradient, Is.EqualTo(new double[] { 2, 40, 600 }).Within(Tolerance)); // seed·2x
    }

    [Test]
    public void Gradients_WithRespectToAnIntermediate_AreAvailable()
    {
        using GradientTape tape = new();
        Tensor x = Scalar(3), h = x.Square(), y = h * h;

        Gradients gradients = tape.Gradients(y, [h]);

        Assert.That(gradients[h].DoubleItem(), Is.EqualTo(18).Within(Tolerance)); // 2h, h = 9
        Assert.That(gradients.Find(x), Is.Null, "x was not requested and is not between h and y");
    }

    [Test]
    public void Gradients_WithRespectToTheRoot_AreTheSeed()
    {
        using GradientTape tape = new();
        Tensor x = Scalar(3);

        Assert.That(tape.Gradients(x, [x])[x].DoubleItem(), Is.EqualTo(1));
    }

    [Test]
    public void Gradients_ForTheGeneratorOnly_NeverComputeTheDiscriminatorsWeightGradients()
    {
        // fake = z·Wg + bg, score = fake·Wd + bd. ∂L/∂Wg takes two products: ∂L/∂fake = ∂L/∂score·Wdᵀ and zᵀ·∂L/∂fake.
        // ∂L/∂Wd = fakeᵀ·∂L/∂score would be a third, ∂L/∂bd a second sum over the batch.
        using GradientTape tape = new();
        Parameter generatorWeight = Weight("g.weight", 4, 6), generatorBias = Weight("g.bias", 6);
        Parameter discriminatorWeight = Weight("d.weight", 6, 2), discriminatorBias = Weight("d.bias", 2);
        Tensor z = Tensor.Ones(_backend, new Shape(3, 4));
        Tensor loss = z.Linear(generatorWeight, generatorBias).Linear(discriminatorWeight, discriminatorBias).Mean();
        int forward = tape.Operations.Count;

        Gradients gradients = tape.Gradients(loss, [generatorWeight, generatorBias], recordBackward: true);

        Operation[] backward = [.. tape.Operations.Skip(forward)];
        Assert.That(backward.Count(operation => operation is MatMul), Is.EqualTo(2));
        Assert.That(backward.Count(operation => operation is Sum), Is.EqualTo(1), "the generator's bias gradient");
        Assert.That(gradients.Find(generatorWeight)!.Shape, Is.EqualTo(generatorWeight.Shape));
        Assert.That(gradients.Find(generatorBias)!.Shape, Is.EqualTo(generatorBias.Shape));
        Assert.That(gradients.Find(discriminatorWeight), Is.Null);
        Assert.That(gradients.Find(discriminatorBias), Is.Null);
    }

    [Test]
    public void Gradients_ForTheDiscriminatorOnly_StopAtTheFakeImages()
    {
        // Only fakeᵀ·∂L/∂score is needed; nothing flows into the generator.
        using GradientTape tape = new();
        Parameter generatorWeight = Weight("g.weight", 4, 6), discriminatorWeight = Weight("d.weight", 6, 2);
        Tensor z = Tensor.Ones(_backend, new Shape(3, 4));
        Tensor loss = z.MatMul(generatorWeight).Tanh().MatMul(discriminatorWeight).Mean();
        int forward = tape.Operations.Count;

        tape.Gradients(loss, [discriminatorWeight], recordBackward: true);

        Operation[] backward = [.. tape.Operations.Skip(forward)];
        Assert.That(backward.Count(operation => operation is MatMul), Is.EqualTo(1));
        Assert.That(backward, Has.None.InstanceOf<TanhGradient>());
    }

    [Test]
    public void Gradients_OfGradients_AreHigherDerivatives()
    {
        using GradientTape tape = new();
        Tensor x = Scalar(2);
        Tensor y = x * x * x * x;

        Tensor first = tape.Gradients(y, [x], recordBackward: true)[x];
        Tensor second = tape.Gradients(first, [x], recordBackward: true)[x];
        Tensor third = tape.Gradients(second, [x])[x];

        Assert.That(first.DoubleItem(), Is.EqualTo(32).Within(Tolerance)); // 4x³
        Assert.That(second.DoubleItem(), Is.EqualTo(48).Within(Tolerance)); // 12x²
        Assert.That(third.DoubleItem(), Is.EqualTo(48).Within(Tolerance)); // 24x
    }

    [Test]
    public void Gradients_OfAGradientsLength_MatchTheGradientPenalty()
    {
        // score = w·x; ∂score/∂x = w, its length |w| = 5 at (3, 4). (|w| − 1)² has the gradient 2(|w| − 1)·w/|w| = 8·(0.6, 0.8).
        using GradientTape tape = new();
        Tensor weight = Vector(3, 4), x = Vector(0.5, -1);
        Tensor score = (weight * x).Sum();

        Tensor slope = tape.Gradients(score, [x], recordBackward: true)[x];
        Tensor penalty = (slope.Square().Sum().Sqrt() - 1).Square();
        double[] gradient = tape.Gradients(penalty, [weight])[weight].ToDoubleArray();

        Assert.That(gradient, Is.EqualTo(new[] { 4.8, 6.4 }).Within(Tolerance));
    }

    [Test]
    public void Gradients_WithoutRecording_LeaveTheTapeAsItWas()
    {
        using GradientTape tape = new();
        Tensor x = Scalar(2);
        Tensor y = x.Exp();
        int recorded = tape.Operations.Count;

        tape.Gradients(y, [x]);

        Assert.That(tape.Operations, Has.Count.EqualTo(recorded));
        Assert.That(GradientTape.Active, Is.SameAs(tape), "recording goes on after the walk");
    }

    [Test]
    public void Gradients_OfANonScalarWithoutSeed_ThrowShapeException()
    {
        using GradientTape tape = new();
        Tensor x = Vector(1, 2, 3);
        Tensor y = x.Square();

        string found = Refusal.Message<ShapeException>(() => tape.Gradients(y, [x]));

        Assert.That(found, Is.EqualTo(
            "Gradients: the root is [3], a single element is expected. Reduce it (Sum, Mean), or pass a seed of its shape."));
        Assert.That(GradientTape.Active, Is.SameAs(tape), "a refused walk does not stop the recording");
    }

    [Test]
    public void Gradients_WithASeedOfAnotherShape_ThrowShapeException()
    {
        using GradientTape tape = new();
        Tensor x = Vector(1, 2, 3);
        Tensor y = x.Square();

        string found = Refusal.Message<ShapeException>(() => tape.Gradients(y, [x], seed: Vector(1, 2)));

        Assert.That(found, Is.EqualTo("Gradients: the root is [3], its seed is [2]; they must be equal."));
    }

    [Test]
    public void Gradients_ThroughAParameterUpdatedAfterUse_AreRefusedByName()
    {
        using GradientTape tape = new();
        Parameter weight = Weight("0.weight", 2);
        Tensor y = (weight * weight).Sum();
        weight.Assign(new double[] { 5, 6 });

        string found = Refusal.Message<InvalidOperationException>(() => tape.Gradients(y, [weight]));

        Assert.That(found, Does.StartWith(
            "Gradient of Multiply: parameter '0.weight' was updated after this operation used it."));
    }

    [Test]
    public void Gradients_OffThePathOfAnUpdatedParameter_AreAllowed()
    {
        // As in training: the discriminator is updated, then the generator's loss uses its new weights.
        using GradientTape tape = new();
        Parameter discriminator = Weight("d", 2), generator = Weight("g", 2);
        tape.Gradients((discriminator * 2).Sum(), [discriminator]);
        discriminator.Assign(new double[] { 5, 6 });

        double[] gradient = tape.Gradients((generator * discriminator).Sum(), [generator])[generator].ToDoubleArray();

        Assert.That(gradient, Is.EqualTo(new double[] { 5, 6 }));
    }

    [Test]
    public void Gradients_OfWhatDoesNotDependOnATensor_AreMissingByName()
    {
        using GradientTape tape = new();
        Tensor x = Scalar(1), unused = Scalar(2).Named("unused");

        Gradients gradients = tape.Gradients(x.Exp(), [x, unused]);

        Assert.That(gradients.Find(unused), Is.Null);
        Assert.That(Refusal.Message<KeyNotFoundException>(() => _ = gradients[unused]), Does.Contain("'unused' []"));
    }

    [Test]
    public void StopGradient_OfAFactor_MakesItAConstant()
    {
        using GradientTape tape = new();
        Tensor x = Scalar(3);

        double gradient = tape.Gradients(x * x.StopGradient(), [x])[x].DoubleItem();

        Assert.That(gradient, Is.EqualTo(3).Within(Tolerance)); // the constant, not 2x
    }

    [Test]
    public void Tape_InsideAnother_RecordsAlone()
    {
        using GradientTape outer = new();
        Tensor x = Scalar(3);
        x.Exp();
        using (GradientTape inner = new())
        {
            Tensor y = x.Square();

            Assert.That(inner.Operations, Has.Count.EqualTo(1));
            Assert.That(inner.Gradients(y, [x])[x].DoubleItem(), Is.EqualTo(6).Within(Tolerance));
        }

        x.Exp();

        Assert.That(outer.Operations.Select(operation => operation.Name), Is.EqualTo(new[] { "Exp", "Exp" }));
    }

    [Test]
    public void Tape_Disposed_StopsRecording()
    {
        Tensor x = Scalar(3);
        GradientTape tape = new();
        tape.Dispose();

        using Tensor y = x.Exp();

        Assert.That(GradientTape.Active, Is.Null);
        Assert.That(tape.Operations, Is.Empty);
    }

    [Test]
    public void Operation_OfTensorsOnTwoBackends_IsRefused()
    {
        using ReferenceBackend other = new();
        Tensor a = Scalar(1), b = Tensor.Ones(other, Shape.Scalar);

        string found = Refusal.Message<ArgumentException>(() => a.Add(b));

        Assert.That(found, Is.EqualTo(
            "Add: inputs are on 'reference' and 'reference'. Create all tensors on one backend."));
    }

    private Tensor Scalar(double value) => Tensor.FromArray(_backend, [value], Shape.Scalar);

    private Tensor Vector(params double[] values) => Tensor.FromArray(_backend, values, new Shape(values.Length));

    private Parameter Weight(string name, params int[] extents)
    {
        Shape shape = new(extents);
        return new Parameter(name, _backend, TestNumbers.Uniform(shape.Count), shape);
    }
}
