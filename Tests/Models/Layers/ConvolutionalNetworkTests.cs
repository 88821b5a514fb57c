using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Kernels;
using NativeGan.Models;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Models.Layers;

/// <summary>Networks of convolutional layers, normalisation and dropout.</summary>
public sealed class ConvolutionalNetworkTests
{
    private static readonly ConvolutionGeometry _half = new(2, ConvolutionPadding.Same);

    private static readonly ConvolutionGeometry _same = new(1, ConvolutionPadding.Same);

    // TensorFlow's DCGAN tutorial, which source S3's second model follows, prints these two numbers.
    [Test]
    public void Generator_OfTheKerasDcgan_Has2305472ParametersAndMakesImages()
    {
        using IBackend backend = new ReferenceBackend();
        using TensorScope scope = new();
        InitialValues random = new(1);
        IInitializer xavier = new XavierUniform();
        using Sequential generator = new(
            new Linear("0", 100, 12544, xavier, random, backend, hasBias: false),
            new BatchNorm("1", 12544, BatchNormOptions.Keras, backend),
            Activation.LeakyRelu(0.2),
            new Reshape(7, 7, 256),
            new ConvTranspose2d("4", (256, 128), 5, _same, xavier, random, backend, hasBias: false),
            new BatchNorm("5", 128, BatchNormOptions.KerasImages, backend),
            Activation.LeakyRelu(0.2),
            new ConvTranspose2d("7", (128, 64), 5, _half, xavier, random, backend, hasBias: false),
            new BatchNorm("8", 64, BatchNormOptions.KerasImages, backend),
            Activation.LeakyRelu(0.2),
            new ConvTranspose2d("10", (64, 1), 5, _half, xavier, random, backend, hasBias: false),
            Activation.Tanh);

        Tensor images = generator.Evaluate(Tensor.Ones(backend, new Shape(1, 100)));

        Assert.That(generator.ParameterCount, Is.EqualTo(2_305_472));
        Assert.That(generator.State.Sum(state => state.Shape.Count), Is.EqualTo(2_330_944 - 2_305_472));
        Assert.That(images.Shape, Is.EqualTo(new Shape(1, 28, 28, 1)));
    }

    [Test]
    public void Discriminator_OfTheKerasDcgan_Has212865ParametersAndGivesALogit()
    {
        using IBackend backend = new ReferenceBackend();
        using TensorScope scope = new();
        using RandomSource chance = new(backend, seed: 1, stream: 7);
        InitialValues random = new(1);
        IInitializer xavier = new XavierUniform();
        using Sequential discriminator = new(
            new Conv2d("0", (1, 64), 5, _half, xavier, random, backend),
            Activation.LeakyRelu(0.2),
            Dropout.Dropping(0.3, chance),
            new Conv2d("3", (64, 128), 5, _half, xavier, random, backend),
            Activation.LeakyRelu(0.2),
            Dropout.Dropping(0.3, chance),
            new Flatten(),
            new Linear("7", 6272, 1, xavier, random, backend));

        Tensor logits = discriminator.Forward(Tensor.Ones(backend, new Shape(2, 28, 28, 1)));

        Assert.That(discriminator.ParameterCount, Is.EqualTo(212_865));
        Assert.That(logits.Shape, Is.EqualTo(new Shape(2, 1)));
        Assert.That(chance.DrawCount, Is.EqualTo(2));
    }

    [TestCaseSource(typeof(BackendCases), nameof(BackendCases.Present))]
    public void Replays_OfACapturedPass_GiveTheBitsOfEagerPasses(string backendName)
    {
        IBackend backend = BackendCases.Get(backendName);
        float[][] eager = Run(backend, captures: false), captured = Run(backend, captures: true);

        for (int result = 0; result < eager.Length; result++)
        {
            Assert.That(captured[result], Is.EqualTo(eager[result]), $"result {result} on {backendName}");
        }
    }

    [Test]
    public void Pass_WithMoreThreads_GivesTheSameBits()
    {
        using IBackend one = BackendCatalog.TryOpen("cpu", 1, out _)!, two = BackendCatalog.TryOpen("cpu", 2, out _)!, three = BackendCatalog.TryOpen("cpu", 3, out _)!;
        float[][] expected = Run(one, captures: false, images: 24);

        foreach (IBackend backend in new[] { two, three })
        {
            float[][] found = Run(backend, captures: false, images: 24);
            for (int result = 0; result < expected.Length; result++)
            {
                Assert.That(found[result], Is.EqualTo(expected[result]), $"result {result}");
            }
        }
    }

    [TestCaseSource(typeof(BackendCases), nameof(BackendCases.Present))]
    public void Sequential_WithAnActivationBehindAConvolution_RecordsThemAsOne(string backendName)
    {
        IBackend backend = BackendCases.Get(backendName);
        InitialValues random = new(1);
        using Sequential network = new(
            new Conv2d("0", (2, 3), 3, _half, new XavierUniform(), random, backend), Activation.LeakyRelu(0.2),
            new ConvTranspose2d("2", (3, 2), 3, _half, new XavierUniform(), random, backend), Activation.Tanh);
        using GradientTape tape = new();

        Tensor y = network.Forward(Tensor.Ones(backend, new Shape(1, 4, 4, 2)));

        Assert.That(y.Shape, Is.EqualTo(new Shape(1, 4, 4, 2)));
        Assert.That(tape.Operations.Select(operation => operation.Name), Is.EqualTo(new[] { "ConvolutionLeakyRelu", "TransposedConvolutionTanh" }));
    }

    [TestCaseSource(typeof(BackendCases), nameof(BackendCases.Present))]
    public void Layers_WithChannelsFirst_AgreeWithTheEnginesOrder(string backendName)
    {
        IBackend backend = BackendCases.Get(backendName);
        using TensorScope scope = new();
        ConvolutionGeometry last = new(2, ConvolutionPadding.Symmetric(1)), first = last with { Layout = ImageLayout.ChannelsFirst };
        using Conv2d conv = Create(last), convFirst = Create(first);
        using ConvTranspose2d transposed = CreateTransposed(last), transposedFirst = CreateTransposed(first);
        CopyWeight(conv, convFirst);
        CopyWeight(transposed, transposedFirst);
        Tensor x = Tensor.FromArray(backend, TestNumbers.Uniform(2 * 6 * 4 * 2), new Shape(2, 6, 4, 2));

        Tensor expected = transposed.Forward(conv.Forward(x));
        Tensor found = transposedFirst.Forward(convFirst.Forward(x.Transpose(0, 3, 1, 2))).Transpose(0, 2, 3, 1);

        Assert.That(found.Shape, Is.EqualTo(new Shape(2, 6, 4, 2)));
        Assert.That(found.ToArray(), Is.EqualTo(expected.ToArray()));

        Conv2d Create(ConvolutionGeometry geometry) => new("0", (2, 3), 4, geometry, new XavierUniform(), new InitialValues(1), backend);
        ConvTranspose2d CreateTransposed(ConvolutionGeometry geometry) => new("1", (3, 2), 4, geometry, new XavierUniform(), new InitialValues(2), backend);
        static void CopyWeight(Module from, Module to) => to.Parameters[0].Assign(from.Parameters[0].Transpose(3, 2, 0, 1).ToDoubleArray());
    }

    [TestCaseSource(typeof(BackendCases), nameof(BackendCases.Present))]
    public void LabelEmbedding_OfNumbersOrOneHotRows_IsTheSameVector(string backendName)
    {
        IBackend backend = BackendCases.Get(backendName);
        using TensorScope scope = new();
        using Indices labels = Indices.FromArray(backend, [2, 0, 2], new Shape(3));
        using LabelEmbedding layer = new("0", 4, 5, new XavierUniform(), new InitialValues(1), backend);

        float[] byNumber = layer.Forward(labels).ToArray();
        float[] byRow = layer.Forward(TensorOperations.OneHot(backend, labels, 4)).ToArray();

        Assert.That(byRow, Is.EqualTo(byNumber));
        Assert.That(byNumber[..5], Is.EqualTo(layer.Parameters[0].ToArray()[10..15]));
    }

    [TestCaseSource(typeof(BackendCases), nameof(BackendCases.Present))]
    public void Maxout_OfThreePieces_SendsTheGradientToTheLargest(string backendName)
    {
        IBackend backend = BackendCases.Get(backendName);
        using GradientTape tape = new();
        Tensor x = Tensor.FromArray(backend, [1f, 5f, 2f, /**/ -1f, -3f, -2f, /**/ 4f, 0f, 4f], new Shape(1, 9));
        Tensor y = new NativeGan.Models.Layers.Maxout(3).Forward(x);

        Gradients gradients = tape.Gradients(y, [x], Tensor.FromArray(backend, [1f, 2f, 6f], new Shape(1, 3)));

        Assert.That(y.ToArray(), Is.EqualTo(new[] { 5f, -1f, 4f }));
        Assert.That(gradients[x].ToArray(), Is.EqualTo(new[] { 0f, 1f, 0f, 2f, 0f, 0f, 3f, 0f, 3f }), "equal pieces share");
    }

    /// <summary>Three passes, forward and backward, with new dropout each time: output and gradients of the last, and the running statistics.</summary>
    private static float[][] Run(IBackend backend, bool captures, int images = 2)
    {
        using RandomSource chance = new(backend, seed: 5, stream: 7);
        InitialValues random = new(3);
        IInitializer xavier = new XavierUniform();
        using Sequential network = new(
            new Conv2d("0", (3, 8), 5, _half, xavier, random, backend),
            new BatchNorm("1", 8, BatchNormOptions.PyTorch, backend),
            Activation.LeakyRelu(0.2),
            Dropout.Dropping(0.3, chance),
            new ConvTranspose2d("4", (8, 3), 4, _half, xavier, random, backend),
            Activation.Tanh);
        double[] values = TestNumbers.Uniform(images * 8 * 6 * 3);
        using Tensor x = Tensor.FromArray(backend, values, new Shape(images, 8, 6, 3));
        List<Tensor> kept = [];
        void Pass()
        {
            // Outside the tape, so that the results outlive it.
            using GradientTape tape = new();
            Tensor y = network.Forward(x);
            Gradients gradients = tape.Gradients(y.Square().Sum(), network.Parameters);
            kept.ForEach(tensor => tensor.Dispose());
            kept.Clear();
            kept.AddRange([tape.Keep(y), .. network.Parameters.Select(parameter => tape.Keep(gradients[parameter]))]);
        }

        if (captures)
        {
            using ICapturedStep step = backend.Capture(Pass);
            step.Replay();
            step.Replay();
            return Results();
        }

        Pass();
        Pass();
        Pass();
        return Results();

        float[][] Results()
        {
            float[][] results = [.. kept.Select(tensor => tensor.ToArray()), .. network.State.Select(state => state.ToArray())];
            kept.ForEach(tensor => tensor.Dispose());
            return results;
        }
    }
}
