using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;
using NativeGan.Models.Losses;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Models;

/// <summary>Networks built from data: the modules they are made of, their tensors' names, and their gradients.</summary>
public sealed class MlpGanTests
{
    private const int Noise = 3, Sample = 4, Rows = 5;

    private static readonly LayerDesign[] _layers =
    [
        new(4, new("relu")),
        new(4, new("leaky-relu", 0.3)),
        new(4, new("elu", 1.5)),
        new(4, new("sigmoid")),
        new(4, new("tanh")),
        new(4, new("none")),
        new(4, new("tanh")) { BatchNormEpsilon = 0.1 },
        new(4, new("leaky-relu", 0.3)) { BatchNormEpsilon = 0.1, DropoutKeep = 0.5 },
        new(4, new("elu", 1)) { DropoutKeep = 0 },
    ];

    [Test]
    public void Vanilla_OfTheSource_IsTheNetworksWrittenOut()
    {
        // The modules of source S1, one by one, drawn in the order of their tensors; the first two layers of each network differ in width.
        IBackend backend = BackendCases.Get("cpu");
        GanSpecification run = Specify(backend, 0.7);
        InitialValues initialValues = new(run.Seed);
        using RandomSource dropout = new(backend, run.Seed, GanSpecification.DropoutStream);
        Linear Layer(string name, int inputs, int outputs) => new(name, inputs, outputs, run.Initializer, initialValues, backend);
        using Sequential generator = new(
            Layer("0", Noise, 6), Activation.LeakyRelu(0.2), Layer("1", 6, 7), Activation.LeakyRelu(0.2), Layer("2", 7, 8), Activation.LeakyRelu(0.2),
            Layer("3", 8, Sample), Activation.Tanh);
        using Sequential discriminator = new(
            Layer("0", Sample, 8), Activation.LeakyRelu(0.2), Dropout.Keeping(0.7, dropout), Layer("1", 8, 7), Activation.LeakyRelu(0.2), Dropout.Keeping(0.7, dropout),
            Layer("2", 7, 6), Activation.LeakyRelu(0.2), Dropout.Keeping(0.7, dropout), Layer("3", 6, 1));

        using MlpGan model = new(run, MlpGanDesign.Vanilla([6, 7, 8]), numbersLayers: true);

        AreIdentical(model, generator, discriminator);
        Assert.That(model.Scaling, Is.EqualTo(PixelScaling.MinusOneToOne));
    }

    [Test]
    public void OneHiddenLayer_IsTheNetworksWrittenOut()
    {
        IBackend backend = BackendCases.Get("cpu");
        GanSpecification run = Specify(backend, 1);
        InitialValues initialValues = new(run.Seed);
        Linear Layer(string name, int inputs, int outputs) => new(name, inputs, outputs, run.Initializer, initialValues, backend);
        using Sequential generator = new(Layer("0", Noise, 6), Activation.Relu, Layer("2", 6, Sample), Activation.Sigmoid);
        using Sequential discriminator = new(Layer("0", Sample, 7), Activation.Relu, Layer("2", 7, 1));

        using MlpGan model = new(run, MlpGanDesign.OneHiddenLayer(6, 7));

        AreIdentical(model, generator, discriminator);
        Assert.That(model.Scaling, Is.EqualTo(PixelScaling.ZeroToOne));
    }

    [Test]
    public void Parameters_OfLayersWithNormalisation_AreNumberedLikePyTorchsModules()
    {
        LayerDesign plain = new(6, new("leaky-relu", 0.2)), normalised = plain with { BatchNormEpsilon = 0.8 };
        MlpDesign design = new([plain, normalised, normalised with { DropoutKeep = 0.5 }], new("tanh"));
        using MlpGan model = new(Specify(BackendCases.Get("cpu"), 1), new MlpGanDesign(design, MlpGanDesign.OneHiddenLayer(2, 2).Discriminator));

        // 0 linear, 1 leaky ReLU; 2 linear, 3 normalisation, 4 leaky ReLU; 5 linear, 6 normalisation, 7 leaky ReLU, 8 dropout; 9 linear, 10 tanh.
        Assert.That(
            model.Generator.Parameters.Select(parameter => parameter.Name!).Where(name => name.EndsWith("weight", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "0.weight", "2.weight", "3.weight", "5.weight", "6.weight", "9.weight" }));
    }

    [Test]
    public void BatchNorm_OfALayer_HasItsEpsilonAndComesBeforeTheActivation()
    {
        using ReferenceBackend backend = new();
        LayerDesign layer = new(4, new("relu")) { BatchNormEpsilon = 0.8 };
        using MlpGan model = new(Specify(backend, 1), new MlpGanDesign(MlpDesign.Of(layer, new("none"), 4), MlpGanDesign.OneHiddenLayer(2, 2).Discriminator));
        using TensorScope scope = new();
        Tensor x = Tensor.FromArray(backend, TestNumbers.Uniform(Rows * Noise, stream: 1), new Shape(Rows, Noise));
        double[] values = [.. model.Generator.Parameters.SelectMany(parameter => parameter.ToDoubleArray())];

        double[] found = model.Generator.Forward(x).ToDoubleArray();

        Assert.That(found, Is.EqualTo(ByHand(x.ToDoubleArray(), values, epsilon: 0.8)).Within(1e-12));
    }

    [Test]
    public void Evaluate_OfALayerWithDropout_DropsNothing()
    {
        IBackend backend = BackendCases.Get("cpu");
        MlpDesign design = MlpDesign.Of(new LayerDesign(0, new("none")) { DropoutKeep = 0.5 }, new("none"), 40);
        using MlpGan model = new(Specify(backend, 1), new MlpGanDesign(design, design));
        using TensorScope scope = new();
        Tensor x = Tensor.FromArray(backend, TestNumbers.Uniform(Rows * Noise, stream: 1), new Shape(Rows, Noise));

        float[] evaluated = model.Generator.Evaluate(x).ToArray();

        Assert.That(model.Generator.Evaluate(x).ToArray(), Is.EqualTo(evaluated));
        Assert.That(model.Generator.Forward(x).ToArray(), Is.Not.EqualTo(evaluated));
    }

    [TestCaseSource(nameof(_layers))]
    public void Gradients_OfALayer_AreTheSlopes(LayerDesign layer)
    {
        const double Step = 1e-5;
        using ReferenceBackend backend = new();
        MlpDesign design = new([layer, layer with { Width = 3 }], new("tanh"));
        int parameters;
        using (MlpGan model = Create())
        using (GradientTape tape = new())
        {
            Gradients gradients = tape.Gradients(Loss(model), model.Generator.Parameters);
            parameters = model.Generator.Parameters.Count;
            for (int index = 0; index < parameters; index++)
            {
                double[] found = gradients[model.Generator.Parameters[index]].ToDoubleArray();
                for (int element = 0; element < found.Length; element++)
                {
                    double slope = (ValueAt(index, element, Step) - ValueAt(index, element, -Step)) / (2 * Step);

                    // Central differences in double precision: h² and 1e-16/h, and no unit of these values is within h of a kink.
                    Assert.That(found[element], Is.EqualTo(slope).Within(1e-7), $"{model.Generator.Parameters[index].Name}[{element}]");
                }
            }
        }

        Assert.That(parameters, Is.EqualTo(layer.BatchNormEpsilon is null ? 6 : 10));

        // Each has the same weights and draws the same dropout.
        MlpGan Create() => new(Specify(backend, 0.6), new MlpGanDesign(design, MlpGanDesign.OneHiddenLayer(2, 2).Discriminator));

        double ValueAt(int index, int element, double step)
        {
            using MlpGan model = Create();
            using TensorScope scope = new();
            Parameter parameter = model.Generator.Parameters[index];
            double[] values = parameter.ToDoubleArray();
            values[element] += step;
            parameter.Assign(values);
            return Loss(model).DoubleItem();
        }

        Tensor Loss(MlpGan model)
        {
            Tensor x = Tensor.FromArray(backend, TestNumbers.Uniform(Rows * Noise, stream: 1), new Shape(Rows, Noise));
            Tensor weights = Tensor.FromArray(backend, TestNumbers.Uniform(Rows * Sample, stream: 2), new Shape(Rows, Sample));
            return (model.Generator.Forward(x) * weights).Sum();
        }
    }

    private static GanSpecification Specify(IBackend backend, double keep) =>
        new(Noise, Sample, new FanInUniform(), new NonSaturatingLogitsLoss(), Seed: 4, backend) { DropoutKeep = keep };

    private static void AreIdentical(MlpGan model, Sequential generator, Sequential discriminator)
    {
        foreach ((Module found, Module expected) in new[] { (model.Generator, generator), (model.Discriminator, (Module)discriminator) })
        {
            Assert.That(found.Parameters.Select(parameter => parameter.Name), Is.EqualTo(expected.Parameters.Select(parameter => parameter.Name)));
            foreach ((Parameter parameter, Parameter other) in found.Parameters.Zip(expected.Parameters))
            {
                NumericAssert.AreIdentical(parameter.ToDoubleArray(), other.ToDoubleArray(), parameter.Name!, "cpu");
            }
        }

        double[][] one = Gradients(model.Generator, model.Discriminator), two = Gradients(generator, discriminator);
        for (int index = 0; index < two.Length; index++)
        {
            NumericAssert.AreIdentical(one[index], two[index], $"gradient {index}", "cpu");
        }
    }

    private static double[][] Gradients(Module generator, Module discriminator)
    {
        IBackend backend = generator.Parameters[0].Backend;
        Parameter[] all = [.. generator.Parameters, .. discriminator.Parameters];
        using GradientTape tape = new();
        Tensor x = Tensor.FromArray(backend, TestNumbers.Uniform(Rows * Noise, stream: 1), new Shape(Rows, Noise));
        Gradients gradients = tape.Gradients(new NonSaturatingLogitsLoss().Generator(discriminator.Forward(generator.Forward(x))), all);
        return [.. all.Select(parameter => gradients[parameter].ToDoubleArray())];
    }

    /// <summary>Linear 3 → 4, normalisation with γ = 1 and β = 0, ReLU, linear 4 → 4, in loops.</summary>
    private static double[] ByHand(double[] x, double[] values, double epsilon)
    {
        ReadOnlySpan<double> first = values.AsSpan(0, Noise * 4), firstBias = values.AsSpan(12, 4), last = values.AsSpan(24, 16), lastBias = values.AsSpan(40, 4);
        double[] hidden = new double[Rows * 4], output = new double[Rows * 4];
        for (int unit = 0; unit < 4; unit++)
        {
            double[] column = new double[Rows];
            for (int row = 0; row < Rows; row++)
            {
                column[row] = firstBias[unit];
                for (int input = 0; input < Noise; input++)
                {
                    column[row] += x[row * Noise + input] * first[input * 4 + unit];
                }
            }

            double mean = column.Average(), variance = column.Average(value => (value - mean) * (value - mean));
            for (int row = 0; row < Rows; row++)
            {
                hidden[row * 4 + unit] = Math.Max(0, (column[row] - mean) / Math.Sqrt(variance + epsilon));
            }
        }

        for (int element = 0; element < output.Length; element++)
        {
            output[element] = lastBias[element % 4];
            for (int unit = 0; unit < 4; unit++)
            {
                output[element] += hidden[element / 4 * 4 + unit] * last[unit * 4 + element % 4];
            }
        }

        return output;
    }
}
