using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Models.Gans;
using NativeGan.Models.Initialization;
using NativeGan.Models.Losses;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Models;

/// <summary>The first GAN's networks: how they start, and what dropout does in training and not afterwards.</summary>
public sealed class MaxoutGanTests
{
    private static IBackend Backend => BackendCases.Get("cpu");

    [Test]
    public void Parameters_AtThePapersSizes_AreAsManyAsWorkedOut()
    {
        using MaxoutGan model = new(Specification(noise: 100, sample: 784, generatorHidden: 1200, discriminatorHidden: 240));

        // 100·1200 + 1200, 1200·1200 + 1200, 1200·784 + 784; 784·1200 + 1200, 240·1200 + 1200, 240 + 1.
        Assert.That(model.Generator.ParameterCount, Is.EqualTo(121_200 + 1_441_200 + 941_584));
        Assert.That(model.Discriminator.ParameterCount, Is.EqualTo(942_000 + 289_200 + 241));
    }

    [Test]
    public void Weights_OfRangeUniform_FillTheScriptsRangesAndBiasesAreZero()
    {
        using MaxoutGan model = new(Specification(noise: 60, sample: 80, generatorHidden: 100, discriminatorHidden: 60));

        foreach ((string name, Parameter parameter) in model.NamedParameters)
        {
            double range = name.StartsWith("generator", StringComparison.Ordinal) ? 0.05 : 0.005;
            double[] values = parameter.ToDoubleArray();
            if (name.EndsWith("bias", StringComparison.Ordinal))
            {
                Assert.That(values, Is.All.Zero, name);
                continue;
            }

            // The smallest layer has 60 weights: with probability 1 − 0.9⁶⁰ = 0.998 the largest is in the last tenth; the others have thousands.
            Assert.That(values.Max(), Is.InRange(0.9 * range, range * (1 + 1e-6)), name);
            Assert.That(values.Min(), Is.InRange(-range * (1 + 1e-6), -0.9 * range), name);
        }
    }

    [Test]
    public void Weights_OfAnotherInitialisation_AreThatInBothNetworks()
    {
        using MaxoutGan model = new(Specification(noise: 60, sample: 80, generatorHidden: 100, discriminatorHidden: 60) with { Initializer = new XavierUniform() });

        // √(6/(60 + 100)) and √(6/(80 + 300)).
        Assert.That(model.Generator.Parameters[0].ToDoubleArray().Max(), Is.EqualTo(0.19365).Within(1).Percent);
        Assert.That(model.Discriminator.Parameters[0].ToDoubleArray().Max(), Is.EqualTo(0.12566).Within(1).Percent);
    }

    [Test]
    public void Sample_OfNoNoise_IsTheMeanSample()
    {
        double[] mean = [0, 0.25, 0.5, 0.999, 1];
        using MaxoutGan model = new(Specification(noise: 7, sample: 5) with { SampleMean = () => mean });
        using TensorScope scope = new();

        double[] found = model.Sample(Tensor.Zeros(Backend, new Shape(2, 7)), labels: null).ToDoubleArray();

        // Without noise the hidden layers are 0 and the bias alone is left. Means of 0 and 1 were moved in by 1e-7.
        Assert.That(found, Is.EqualTo(mean.Concat(mean)).Within(2e-7));
        Assert.That(found, Is.All.GreaterThan(0));
        Assert.That(model.Generator.Parameters[^1].ToDoubleArray()[0], Is.EqualTo(-16.118095).Within(1e-5)); // ln(1e-7/(1 − 1e-7))
    }

    [Test]
    public void Generate_FreshModel_IsTheMeanSampleOnAverage()
    {
        double[] mean = [.. Enumerable.Range(0, 50).Select(pixel => 0.1 + 0.016 * pixel)];
        using MaxoutGan model = new(Specification(noise: 20, sample: 50, generatorHidden: 30) with { SampleMean = () => mean });
        using RandomSource random = new(Backend, seed: 4, stream: 9);
        using TensorScope scope = new();

        double[] found = model.Sample(random.Uniform(new Shape(2000, 20), -Math.Sqrt(3), Math.Sqrt(3)), labels: null).ToDoubleArray();

        // Hidden numbers of about 0.1 times weights of at most 0.05 move a logit by some hundredths: a shade by less than 0.02.
        double[] average = [.. Enumerable.Range(0, 50).Select(pixel => Enumerable.Range(0, 2000).Average(sample => found[sample * 50 + pixel]))];
        Assert.That(average, Is.EqualTo(mean).Within(0.02));
        Assert.That(found.Take(50), Is.Not.EqualTo(found.Skip(50).Take(50)), "noise is seen");
    }

    [Test]
    public void Model_WithTooFewMeans_IsRefused() =>
        Assert.That(() => new MaxoutGan(Specification(sample: 5) with { SampleMean = () => [0.5, 0.5] }), Throws.InstanceOf<ShapeException>().With.Message.Contains("2 values"));

    // D is made the mean of its input, whatever the way: with dropout on the 1000 inputs a score has the variance (1/keep − 1)/1000, on
    // the twice 100 hidden numbers twice (1/keep − 1)/100. Five deviations of the mean and of the variance of 2000 scores.
    [TestCase(0.8, 1.0, 0.00025)]
    [TestCase(1.0, 0.5, 0.02)]
    public void Score_InTraining_IsTheTrainedScoreOnAverageAndSpreadByDropout(double inputKeep, double keep, double variance)
    {
        const int rows = 2000, inputs = 1000, hidden = 100;
        using MaxoutGan model = new(Specification(sample: inputs, discriminatorHidden: hidden) with { InputDropoutKeep = inputKeep, DropoutKeep = keep });
        foreach (Parameter weight in model.Discriminator.Parameters.Where(parameter => parameter.Shape.Rank == 2))
        {
            weight.Assign([.. Enumerable.Repeat(1.0 / weight.Shape[0], weight.Shape.Count)]);
        }

        using TensorScope scope = new();
        Tensor samples = Tensor.Ones(Backend, new Shape(rows, inputs));
        double[] training = model.Discriminator.Forward(samples).ToDoubleArray();
        ulong draws = model.RandomSources.Single().DrawCount;
        double[] trained = model.Discriminator.Evaluate(samples).ToDoubleArray();

        double mean = training.Average(), found = training.Sum(score => (score - mean) * (score - mean)) / rows;
        Assert.That(trained, Is.All.EqualTo(1).Within(1e-5));
        Assert.That(model.RandomSources.Single().DrawCount, Is.EqualTo(draws), "evaluation draws nothing");
        Assert.That(mean, Is.EqualTo(1).Within(5 * Math.Sqrt(variance / rows)));
        Assert.That(found, Is.EqualTo(variance).Within(5 * Math.Sqrt(2.0 / rows) * variance));
    }

    [Test]
    public void Generator_InTraining_HasNoDropout()
    {
        using MaxoutGan model = new(Specification());
        using RandomSource random = new(Backend, seed: 4, stream: 9);
        using TensorScope scope = new();
        Tensor noise = random.Normal(new Shape(3, 6));

        Assert.That(model.Generator.Forward(noise).ToArray(), Is.EqualTo(model.Generator.Evaluate(noise).ToArray()));
    }

    [Test]
    public void Loss_Halved_HalvesTheDiscriminatorsAlone()
    {
        using TensorScope scope = new();
        Tensor real = Tensor.FromArray(Backend, [1f, -0.5f], new Shape(2, 1)), fake = Tensor.FromArray(Backend, [0.25f, -2f], new Shape(2, 1));
        IGanLoss whole = LossCatalog.All["non-saturating-logits"], halved = LossCatalog.All["non-saturating-logits-halved"];

        Assert.That(halved.Discriminator(real, fake).DoubleItem(), Is.EqualTo(whole.Discriminator(real, fake).DoubleItem() / 2));
        Assert.That(halved.Generator(fake).DoubleItem(), Is.EqualTo(whole.Generator(fake).DoubleItem()));
    }

    private GanSpecification Specification(int noise = 6, int sample = 15, int generatorHidden = 11, int discriminatorHidden = 4) => new(
        noise, sample, new RangeUniform(0.05), LossCatalog.All["non-saturating-logits"], Seed: 1, Backend)
    {
        GeneratorHidden = generatorHidden,
        DiscriminatorHidden = discriminatorHidden,
        DropoutKeep = 0.5,
        InputDropoutKeep = 0.8,
    };
}
