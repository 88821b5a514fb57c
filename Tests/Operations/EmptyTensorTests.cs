using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Operations;

/// <summary>Tensors without elements go through every operation: nothing is launched, the shapes are right.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.Present))]
public sealed class EmptyTensorTests(string backendName)
{
    private IBackend Backend => BackendCases.Get(backendName);

    [TestCaseSource(typeof(OperationCases), nameof(OperationCases.Elementwise))]
    public void Operation_ElementByElementOfNothing_GivesNothing(OperationCase operationCase)
    {
        foreach (Shape shape in new[] { new Shape(0), new Shape(0, 5) })
        {
            IReadOnlyList<(string What, double[] Values, Shape Shape)> results =
                operationCase.On(Backend, operationCase.CreateSingleInputs(operationCase.Shapes.Select(_ => shape)));

            Assert.That(results.Select(result => result.Shape), Is.All.EqualTo(shape), $"{operationCase.Name} of {shape} on {backendName}");
        }
    }

    // [rows, inner] · [inner, columns]: without rows or columns there is nothing; without inner extent, sums of nothing.
    [TestCase(0, 3, 4)]
    [TestCase(2, 3, 0)]
    [TestCase(2, 0, 3)]
    [TestCase(0, 0, 0)]
    public void MatMul_WithAnExtentOfZero_GivesZeros(int rows, int inner, int columns)
    {
        using GradientTape tape = new();
        Tensor a = Ones(rows, inner), b = Ones(inner, columns);
        Tensor y = a.MatMul(b);

        Gradients gradients = tape.Gradients(y, [a, b], Ones(rows, columns));

        Assert.That(y.Shape, Is.EqualTo(new Shape(rows, columns)));
        Assert.That(y.ToArray(), Is.All.Zero);
        Assert.That(gradients[a].Shape, Is.EqualTo(a.Shape));
        Assert.That(gradients[b].Shape, Is.EqualTo(b.Shape));
        Assert.That(gradients[a].ToArray(), Is.All.EqualTo((float)columns));
        Assert.That(gradients[b].ToArray(), Is.All.EqualTo((float)rows));
    }

    [TestCase(false, true)]
    [TestCase(true, false)]
    [TestCase(true, true)]
    public void MatMul_TransposedWithoutInnerExtent_GivesZeros(bool transposeA, bool transposeB)
    {
        using TensorScope scope = new();
        Tensor a = transposeA ? Ones(0, 2) : Ones(2, 0), b = transposeB ? Ones(3, 0) : Ones(0, 3);

        Assert.That(a.MatMul(b, transposeA, transposeB).ToArray(), Is.EqualTo(new float[6]));
    }

    [Test]
    public void Linear_WithoutInputs_GivesTheBias()
    {
        using TensorScope scope = new();

        float[] y = Ones(2, 0).Linear(Ones(0, 3), Tensor.FromArray(Backend, [1f, 2f, 3f], new Shape(3))).ToArray();

        Assert.That(y, Is.EqualTo(new[] { 1f, 2f, 3f, 1f, 2f, 3f }));
    }

    [Test]
    public void Linear_WithoutRows_HasAZeroGradient()
    {
        using GradientTape tape = new();
        Tensor x = Ones(0, 4), weight = Ones(4, 3), bias = Ones(3);
        Tensor y = x.Linear(weight, bias);

        Gradients gradients = tape.Gradients(y.Sum(), [x, weight, bias]);

        Assert.That(gradients[weight].ToArray(), Is.All.Zero);
        Assert.That(gradients[bias].ToArray(), Is.All.Zero);
        Assert.That(gradients[x].Shape, Is.EqualTo(new Shape(0, 4)));
    }

    [Test]
    public void Sum_OfNothing_IsZero()
    {
        using TensorScope scope = new();

        Assert.That(Ones(0).Sum().Item(), Is.Zero);
        Assert.That(Ones(0, 5).Sum(0).ToArray(), Is.EqualTo(new float[5]));
        Assert.That(Ones(5, 0).Sum(1).ToArray(), Is.EqualTo(new float[5]));
        Assert.That(Ones(0, 5).Sum(1).ToArray(), Is.Empty);
    }

    [Test]
    public void Mean_OfNothing_IsNaN()
    {
        using TensorScope scope = new();

        Assert.That(Ones(0).Mean().Item(), Is.NaN);
    }

    [Test]
    public void Max_WithoutResults_GivesNothing()
    {
        using TensorScope scope = new();

        Assert.That(Ones(0, 5).Max([1]).ToArray(), Is.Empty);
    }

    [Test]
    public void Broadcast_ToNothing_HasAZeroGradient()
    {
        using GradientTape tape = new();
        Tensor x = Ones(1, 5);
        Tensor y = x.BroadcastTo(new Shape(0, 5));

        Assert.That(y.ToArray(), Is.Empty);
        Assert.That(tape.Gradients(y.Sum(), [x])[x].ToArray(), Is.EqualTo(new float[5]));
    }

    [Test]
    public void Concatenate_WithNothing_IsTheOther()
    {
        using GradientTape tape = new();
        Tensor nothing = Ones(0, 2), x = Tensor.FromArray(Backend, [1f, 2f], new Shape(1, 2));
        Tensor y = TensorOperations.Concatenate(0, nothing, x, nothing);

        Assert.That(y.ToArray(), Is.EqualTo(new[] { 1f, 2f }));
        Assert.That(tape.Gradients(y.Sum(), [x, nothing])[nothing].Shape, Is.EqualTo(new Shape(0, 2)));
    }

    [Test]
    public void Slice_OfAnEmptyRange_HasAZeroGradient()
    {
        using GradientTape tape = new();
        Tensor x = Ones(3, 5);
        Tensor y = x.Slice([1, 2], [3, 2]);

        Assert.That(y.Shape, Is.EqualTo(new Shape(2, 0)));
        Assert.That(tape.Gradients(y.Sum(), [x])[x].ToArray(), Is.EqualTo(new float[15]));
    }

    [Test]
    public void Pad_OfNothing_IsTheConstant()
    {
        using TensorScope scope = new();

        Assert.That(Ones(0, 2).Pad([1, 0], [1, 1], 7).ToArray(), Is.EqualTo(new[] { 7f, 7f, 7f, 7f, 7f, 7f }));
    }

    [Test]
    public void Transpose_OfNothing_TurnsTheShape()
    {
        using TensorScope scope = new();

        Assert.That(Ones(0, 5).Transpose(1, 0).Shape, Is.EqualTo(new Shape(5, 0)));
        Assert.That(Ones(0, 5).Reshape(5, 0).ToArray(), Is.Empty);
    }

    [Test]
    public void Embedding_OfNoRows_HasAZeroGradient()
    {
        using GradientTape tape = new();
        using Indices none = Indices.FromArray(Backend, [], new Shape(0));
        Tensor table = Ones(4, 3);
        Tensor y = table.Embedding(none);

        Assert.That(y.Shape, Is.EqualTo(new Shape(0, 3)));
        Assert.That(tape.Gradients(y.Sum(), [table])[table].ToArray(), Is.EqualTo(new float[12]));
    }

    [Test]
    public void Convolution_OfNoImages_HasAZeroGradient()
    {
        using GradientTape tape = new();
        Tensor x = Ones(0, 5, 5, 2), weight = Ones(3, 3, 2, 4), bias = Ones(4);
        Tensor y = x.Convolution(weight, bias, new ConvolutionGeometry(2, ConvolutionPadding.Same));

        Gradients gradients = tape.Gradients(y.Sum(), [x, weight, bias]);

        Assert.That(y.Shape, Is.EqualTo(new Shape(0, 3, 3, 4)));
        Assert.That(gradients[x].Shape, Is.EqualTo(x.Shape));
        Assert.That(gradients[weight].ToArray(), Is.EqualTo(new float[72]));
        Assert.That(gradients[bias].ToArray(), Is.EqualTo(new float[4]));
    }

    [Test]
    public void TransposedConvolution_OfNoImages_HasAZeroGradient()
    {
        using GradientTape tape = new();
        Tensor x = Ones(0, 3, 3, 4), weight = Ones(3, 3, 2, 4), bias = Ones(2);
        Tensor y = x.TransposedConvolution(weight, bias, new ConvolutionGeometry(2, ConvolutionPadding.Same));

        Gradients gradients = tape.Gradients(y.Sum(), [x, weight, bias]);

        Assert.That(y.Shape, Is.EqualTo(new Shape(0, 6, 6, 2)));
        Assert.That(gradients[x].Shape, Is.EqualTo(x.Shape));
        Assert.That(gradients[weight].ToArray(), Is.EqualTo(new float[72]));
        Assert.That(gradients[bias].ToArray(), Is.EqualTo(new float[2]));
    }

    // No channel in, so that each result is a sum of nothing: the bias.
    [Test]
    public void TransposedConvolution_WithoutInputChannels_GivesTheBias()
    {
        using TensorScope scope = new();

        Tensor y = Ones(1, 2, 1, 0).TransposedConvolution(Ones(1, 1, 3, 0), Tensor.FromArray(Backend, [1f, 2f, 3f], new Shape(3)), new ConvolutionGeometry(1, ConvolutionPadding.None));

        Assert.That(y.ToArray(), Is.EqualTo(new[] { 1f, 2f, 3f, 1f, 2f, 3f }));
    }

    [Test]
    public void Random_OfNothing_StillCountsAsADraw()
    {
        using RandomSource source = new(Backend, seed: 1, stream: 0);
        using Tensor x = source.Normal(new Shape(0));

        Assert.That(x.ToArray(), Is.Empty);
        Assert.That(source.DrawCount, Is.EqualTo(1));
    }

    private Tensor Ones(params int[] extents) => Tensor.Ones(Backend, new Shape(extents));
}
