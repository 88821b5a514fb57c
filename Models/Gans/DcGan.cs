using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Models.Layers;

namespace NativeGan.Models.Gans;

/// <summary>The two convolutional GANs of source S3, on 28 × 28 images.</summary>
/// <remarks>
/// Both generators: noise → 7 × 7 × 256 (no bias) → normalisation → leaky ReLU → transposed convolutions with stride 2 and "same" padding
/// → tanh. Both discriminators: two convolutions with stride 2, each with leaky ReLU and dropout after it, then a logit. Inside the networks
/// images have the channels last; outside they are rows of 784 pixels.
/// Source: S3 (Keras), after Radford et al. 2016, §3 and figure 1.
/// </remarks>
public sealed class DcGan : GanModel
{
    private const int Side = MnistImages.Side;
    private const int StartSide = Side / 4; // two layers with stride 2 follow

    /// <summary>A model with freshly drawn parameters, the generator's first.</summary>
    /// <param name="run">What the run decides; samples have 784 numbers.</param>
    /// <param name="design">Which of the source's two, and with how many channels.</param>
    /// <exception cref="ShapeException">Samples are not 28 × 28 pixels.</exception>
    public DcGan(GanSpecification run, DcGanDesign design) : base(run)
    {
        if (run.SampleSize != Side * Side)
        {
            throw new ShapeException($"DcGan: samples are of {run.SampleSize} numbers, {Side * Side} are expected: images of {Side} × {Side}.");
        }

        (int start, int second, int third) = design.GeneratorChannels;
        (int first, int last) = design.DiscriminatorChannels;
        ConvolutionGeometry same = new(1, 1, ConvolutionPadding.Same), half = new(2, 2, ConvolutionPadding.Same);
        Module Norm(string name, int channels) => new BatchNorm(name, channels, design.ImageNorm, run.Backend);
        Module Larger(string name, int from, int to, ConvolutionGeometry geometry, bool hasBias) =>
            new ConvTranspose2d(name, (from, to), design.WeightSize, geometry, run.Initializer, InitialValues, run.Backend, hasBias);
        Module Leaky() => Activation.LeakyRelu(design.Slope);

        List<Module> generator =
        [
            LinearLayer("0", run.NoiseSize, StartSide * StartSide * start, hasBias: false),
            new BatchNorm("1", StartSide * StartSide * start, BatchNormOptions.Keras, run.Backend), Leaky(),
            new Reshape(StartSide, StartSide, start),
        ];
        generator.AddRange(design.HasThirdLayer
            ? [Larger("4", start, second, same, hasBias: false), Norm("5", second), Leaky(),
               Larger("7", second, third, half, hasBias: false), Norm("8", third), Leaky(),
               Larger("10", third, design.GeneratedChannels, half, hasBias: true)]
            : [Larger("4", start, second, half, hasBias: false), Norm("5", second), Leaky(),
               Larger("7", second, design.GeneratedChannels, half, hasBias: false)]);
        Generator = new Sequential([.. generator, Activation.Tanh]);

        Module Smaller(string name, int from, int to) =>
            new Conv2d(name, (from, to), design.WeightSize, half, run.Initializer, InitialValues, run.Backend, hasBias: design.HasThirdLayer);
        Discriminator = new Sequential(
            Smaller("0", 1, first), Leaky(), DropoutLayer(run.DropoutKeep),
            Smaller("3", first, last), Leaky(), DropoutLayer(run.DropoutKeep),
            new Flatten(), LinearLayer("7", StartSide * StartSide * last, 1));
    }

    /// <inheritdoc/>
    public override Module Generator { get; }

    /// <inheritdoc/>
    public override Module Discriminator { get; }

    /// <inheritdoc/>
    public override PixelScaling Scaling => PixelScaling.MinusOneToOne;

    /// <inheritdoc/>
    /// <remarks>Of images with several channels the first is shown.</remarks>
    public override Tensor Sample(Tensor noise, Tensor? labels)
    {
        Tensor images = Generator.Evaluate(noise);
        int count = images.Shape[0];
        return images.Slice([0, 0, 0, 0], [count, Side, Side, 1]).Reshape(count, Side * Side);
    }

    /// <inheritdoc/>
    /// <remarks>Real images come as rows of pixels; generated ones as they are, so that a wrong number of channels meets D's weight.</remarks>
    public override Tensor Score(Tensor samples, GanBatch batch) =>
        Discriminator.Forward(samples.Shape.Rank == 2 ? samples.Reshape(samples.Shape[0], Side, Side, 1) : samples);
}

/// <summary>Which convolutional GAN of source S3.</summary>
/// <param name="WeightSize">Rows and columns of every weight.</param>
/// <param name="Slope">The slope of the leaky ReLUs.</param>
/// <param name="HasThirdLayer">
/// Whether G has a transposed convolution at 7 × 7 before the two that enlarge. With it D's convolutions, and the last of G, have biases.
/// </param>
/// <param name="GeneratedChannels">Channels of G's images; D takes one.</param>
public sealed record DcGanDesign(int WeightSize, double Slope, bool HasThirdLayer, int GeneratedChannels)
{
    /// <summary>Model A, with the one channel that its discriminator needs: weights of 3x3, Keras' slope 0.3.</summary>
    public static DcGanDesign A { get; } = new(3, 0.3, HasThirdLayer: false, GeneratedChannels: 1);

    /// <summary>Model A as it is written: the side of the image stands where its channels belong, so D cannot take G's images.</summary>
    public static DcGanDesign AsWrittenA { get; } = A with { GeneratedChannels = MnistImages.Side };

    /// <summary>Model B: weights of 5x5, slope 0.2.</summary>
    public static DcGanDesign B { get; } = new(5, 0.2, HasThirdLayer: true, GeneratedChannels: 1);

    /// <summary>Channels that G's transposed convolutions take; a model without the third layer has no third. 256, 128 and 64 in the source.</summary>
    public (int Start, int Second, int Third) GeneratorChannels { get; init; } = (256, 128, 64);

    /// <summary>Channels that D's convolutions make: 64 and 128 in the source.</summary>
    public (int First, int Last) DiscriminatorChannels { get; init; } = (64, 128);

    /// <summary>ε and running statistics of the normalisations between G's transposed convolutions.</summary>
    public BatchNormOptions ImageNorm { get; init; } = BatchNormOptions.KerasImages;
}
