using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Operations;

/// <summary>Fused operations against the steps they consist of.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.Present))]
public sealed class FusionTests(string backendName)
{
    private IBackend Backend => BackendCases.Get(backendName);

    // 37 columns end in a partial vector, 64 do not; a single column takes another path.
    public static IEnumerable<int> Columns => [1, 37, 64];

    [Test]
    public void Linear_WithAnActivation_EqualsTheTwoSteps([ValueSource(nameof(Columns))] int columns)
    {
        Compare<Relu.Formula>(default, columns);
        Compare<Sigmoid.Formula>(default, columns);
        Compare<Tanh.Formula>(default, columns);
        Compare(new LeakyRelu.Formula(0.2), columns);
    }

    // 21 channels end in a partial vector, 16 do not; the rows of images are then 105 and 80 numbers long.
    [Test]
    public void Convolution_WithAnActivation_EqualsTheTwoSteps([Values(16, 21)] int channels)
    {
        ConvolutionGeometry geometry = new(2, ConvolutionPadding.Same);
        CompareImages((x, weight, bias) => x.Convolution(weight, bias, geometry, default(Tanh.Formula)), new Shape(3, 3, 4, channels), channels, "Convolution with Tanh");
        CompareImages((x, weight, bias) => x.Convolution(weight, bias, geometry, new LeakyRelu.Formula(0.2)), new Shape(3, 3, 4, channels), channels, "Convolution with LeakyRelu");
    }

    [Test]
    public void TransposedConvolution_WithAnActivation_EqualsTheTwoSteps([Values(16, 21)] int channels)
    {
        ConvolutionGeometry geometry = new(1, ConvolutionPadding.Symmetric(1));
        CompareImages((x, weight, bias) => x.TransposedConvolution(weight, bias, geometry, default(Tanh.Formula)), new Shape(3, 3, channels, 4), channels, "TransposedConvolution with Tanh");
        CompareImages((x, weight, bias) => x.TransposedConvolution(weight, bias, geometry, default(Sigmoid.Formula)), new Shape(3, 3, channels, 4), channels, "TransposedConvolution with Sigmoid");
    }

    // Batches and channels from which on the processor reads images without unfolding them; 80 outputs are panels of two widths.
    [Test]
    public void Convolution_OfManyImagesAndChannels_EqualsTheTwoSteps([Values(1, 2)] int stride)
    {
        using TensorScope scope = new();
        ConvolutionGeometry geometry = new(stride, ConvolutionPadding.Same);
        (Tensor x, Tensor weight, Tensor bias) = ManyChannels(80);
        CompareSteps(() => x.Convolution(weight, bias, geometry, new LeakyRelu.Formula(0.2)), [x, weight, bias], $"Convolution, stride {stride}");
    }

    // Read from padded images on the processor, 14 windows and 32 outputs at a time; 48 outputs end in half of that.
    // The weight's gradient is not compared: groups of images are added up there, in another order than by a product of all windows.
    [Test]
    public void Convolution_OfFewChannels_EqualsTheTwoSteps([Values(1, 2)] int stride, [Values(1, 3)] int channels)
    {
        using TensorScope scope = new();
        ConvolutionGeometry geometry = new(stride, ConvolutionPadding.Same);
        Tensor x = Tensor.FromArray(Backend, TestNumbers.Uniform(3 * 28 * 28 * channels, -1, 1, stream: 1), new Shape(3, 28, 28, channels));
        Tensor weight = Tensor.FromArray(Backend, TestNumbers.Uniform(3 * 3 * channels * 48, -1, 1, stream: 2), new Shape(3, 3, channels, 48));
        Tensor bias = Tensor.FromArray(Backend, TestNumbers.Uniform(48, -1, 1, stream: 3), new Shape(48));
        CompareSteps(() => x.Convolution(weight, bias, geometry, new LeakyRelu.Formula(0.2)), [bias], $"Convolution, stride {stride}");
    }

    [Test]
    public void TransposedConvolution_OfManyImagesAndChannels_EqualsTheTwoSteps([Values(1, 2)] int stride)
    {
        using TensorScope scope = new();
        ConvolutionGeometry geometry = new(stride, ConvolutionPadding.Same);
        (Tensor x, Tensor weight, Tensor bias) = ManyChannels(80);
        Tensor exchanged = weight.Transpose(0, 1, 3, 2);
        CompareSteps(() => x.TransposedConvolution(exchanged, bias, geometry, default(Tanh.Formula)), [x, exchanged, bias], $"TransposedConvolution, stride {stride}");
    }

    [Test]
    public void Tape_ThatSplitsFusedOperations_RecordsTheSteps()
    {
        using TensorScope scope = new();
        (Tensor x, Tensor weight, Tensor bias) = Inputs(5);
        using GradientTape split = new() { SplitsFusedOperations = true };
        x.Linear(weight, bias, default(Relu.Formula));
        Assert.That(split.Operations.Select(operation => operation.Name), Is.EqualTo(new[] { "Linear", "Relu" }));

        using GradientTape fused = new();
        x.Linear(weight, bias, default(Relu.Formula));
        Assert.That(fused.Operations.Select(operation => operation.Name), Is.EqualTo(new[] { "LinearRelu" }));
    }

    [Test]
    public void WeightGradient_OfTwoPasses_IsTheirSum()
    {
        using TensorScope scope = new();
        (Tensor x, Tensor weight, Tensor bias) = Inputs(33);
        Tensor other = x * 0.5 + 0.25;
        double[] both = Gradient((w, b) => x.Linear(w, b, default(Relu.Formula)).Sum() + other.Linear(w, b, default(Relu.Formula)).Sum());
        double[] one = Gradient((w, b) => x.Linear(w, b, default(Relu.Formula)).Sum());
        double[] two = Gradient((w, b) => other.Linear(w, b, default(Relu.Formula)).Sum());

        // Sums of 24 products below 1, in another order.
        NumericAssert.AreClose(both, [.. one.Zip(two, (left, right) => left + right)], 1e-6, 1e-5, "weight gradient", backendName);

        double[] Gradient(Func<Tensor, Tensor, Tensor> loss)
        {
            using GradientTape tape = new();
            return tape.Gradients(loss(weight, bias), [weight])[weight].ToDoubleArray();
        }
    }

    [Test]
    public void LeakyRelu_WithANegativeSlope_IsNotFused()
    {
        using TensorScope scope = new();
        (Tensor x, Tensor weight, Tensor bias) = Inputs(5);
        using GradientTape tape = new();
        Tensor loss = x.Linear(weight, bias, new LeakyRelu.Formula(-0.5)).Sum();

        Assert.That(() => tape.Gradients(loss, [weight]), Throws.InvalidOperationException.With.Message.Contains("the slope is -0.5"));
    }

    private void Compare<TActivation>(TActivation activation, int columns) where TActivation : unmanaged, IActivation
    {
        using TensorScope scope = new();
        (Tensor x, Tensor weight, Tensor bias) = Inputs(columns);
        CompareSteps(() => x.Linear(weight, bias, activation), [x, weight, bias], $"Linear with {typeof(TActivation).DeclaringType?.Name}, {columns} columns");
    }

    private void CompareImages(Func<Tensor, Tensor, Tensor, Tensor> apply, Shape weightShape, int channels, string what)
    {
        using TensorScope scope = new();
        Tensor x = Tensor.FromArray(Backend, TestNumbers.Uniform(2 * 5 * 5 * 4, -1, 1, stream: 1), new Shape(2, 5, 5, 4));
        Tensor weight = Tensor.FromArray(Backend, TestNumbers.Uniform(weightShape.Count, -1, 1, stream: 2), weightShape);
        Tensor bias = Tensor.FromArray(Backend, TestNumbers.Uniform(channels, -1, 1, stream: 3), new Shape(channels));
        CompareSteps(() => apply(x, weight, bias), [x, weight, bias], $"{what}, {channels} channels");
    }

    private void CompareSteps(Func<Tensor> apply, Tensor[] inputs, string what)
    {
        double[][] fused = Run(splits: false), split = Run(splits: true);
        for (int i = 0; i < fused.Length; i++)
        {
            if (backendName is "cpu" or "reference")
            {
                NumericAssert.AreIdentical(fused[i], split[i], what, backendName);
            }
            else
            {
                // A device's compiler may contract the product's last step with the formula.
                NumericAssert.AreClose(fused[i], split[i], 1e-6, 1e-6, what, backendName);
            }
        }

        double[][] Run(bool splits)
        {
            using GradientTape tape = new() { SplitsFusedOperations = splits };
            Tensor y = apply();
            Gradients gradients = tape.Gradients(y.Square().Sum(), inputs);
            return [y.ToDoubleArray(), .. inputs.Select(input => gradients[input].ToDoubleArray())];
        }
    }

    private (Tensor X, Tensor Weight, Tensor Bias) ManyChannels(int outputs) => (
        Tensor.FromArray(Backend, TestNumbers.Uniform(19 * 5 * 4 * 32, -1, 1, stream: 1), new Shape(19, 5, 4, 32)),
        Tensor.FromArray(Backend, TestNumbers.Uniform(3 * 5 * 32 * outputs, -1, 1, stream: 2), new Shape(3, 5, 32, outputs)),
        Tensor.FromArray(Backend, TestNumbers.Uniform(outputs, -1, 1, stream: 3), new Shape(outputs)));

    private (Tensor X, Tensor Weight, Tensor Bias) Inputs(int columns) => (
        Tensor.FromArray(Backend, TestNumbers.Uniform(24 * 19, -1, 1, stream: 1), new Shape(24, 19)),
        Tensor.FromArray(Backend, TestNumbers.Uniform(19 * columns, -1, 1, stream: 2), new Shape(19, columns)),
        Tensor.FromArray(Backend, TestNumbers.Uniform(columns, -1, 1, stream: 3), new Shape(columns)));
}
