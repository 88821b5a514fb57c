using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;

namespace NativeGan.Models.Classifiers;

/// <summary>A small convolutional network that tells the ten classes of 28 × 28 images apart.</summary>
/// <remarks>
/// Two 5 × 5 convolutions with stride 2 and "same" padding (28 → 14 → 7), then a hidden linear layer, each with ReLU after it; dropout after
/// the hidden layer; then ten logits and one of noise. LeCun's network makes images smaller by subsampling, this one by strides, which compute a quarter
/// of the windows only. Shapes: images [batch, 784] in [0, 1] → logits [batch, 11].
/// Source: after LeCun et al. 1998, section II.B; initial values of He et al. 2015, equation 10.
/// </remarks>
public sealed class ImageClassifier : IDisposable
{
    /// <summary>Classes that it tells apart.</summary>
    public const int Classes = MnistImages.Classes;

    /// <summary>The class beyond them, of noise: training knows it, and the trained network's <see cref="Logits"/> leave it out.</summary>
    public const int NoImage = Classes;

    /// <summary>The layer whose output the distances between sets of images are taken of: the hidden linear one, after its ReLU.</summary>
    public const string FeaturesName = "features";

    private const int WeightSize = 5;
    private const uint DropoutStream = 0xC1A5;

    private readonly RandomSource _dropout;
    private readonly Sequential _trunk;
    private readonly Sequential _head;

    /// <summary>A network with freshly drawn parameters.</summary>
    /// <param name="design">Its widths and its dropout.</param>
    /// <param name="seed">The seed of the parameters and of dropout.</param>
    /// <param name="backend">Where it lives.</param>
    public ImageClassifier(ClassifierDesign design, ulong seed, IBackend backend)
    {
        _dropout = new RandomSource(backend, seed, DropoutStream);
        Backend = backend;
        FeatureCount = design.Hidden;
        InitialValues random = new(seed);
        HeNormal start = new();
        ConvolutionGeometry half = new(2, ConvolutionPadding.Same);
        const int lastSide = MnistImages.Side / 4;
        _trunk = new Sequential(
            new Reshape(MnistImages.Side, MnistImages.Side, 1),
            new Conv2d("first", (1, design.FirstChannels), WeightSize, half, start, random, backend),
            Activation.Relu,
            new Conv2d("second", (design.FirstChannels, design.SecondChannels), WeightSize, half, start, random, backend),
            Activation.Relu,
            new Flatten(),
            new Linear(FeaturesName, lastSide * lastSide * design.SecondChannels, design.Hidden, start, random, backend),
            Activation.Relu);
        _head = new Sequential(
            Dropout.Dropping(design.Dropped, _dropout),
            new Linear("logits", design.Hidden, Classes + 1, start, random, backend));
        Network = new Sequential(_trunk, _head);
    }

    /// <summary>Where it lives.</summary>
    public IBackend Backend { get; }

    /// <summary>Numbers in the features of an image: the width of the hidden layer.</summary>
    public int FeatureCount { get; }

    /// <summary>The layers: <c>Forward</c> in training, <c>Evaluate</c> the trained ones.</summary>
    public Module Network { get; }

    /// <summary>What the trained network sees in images: the hidden layer after its ReLU.</summary>
    /// <param name="images">[batch, 784] in [0, 1].</param>
    /// <returns>[batch, <see cref="ClassifierDesign.Hidden"/>].</returns>
    public Tensor Features(Tensor images) => _trunk.Evaluate(images);

    /// <summary>The ten logits of features.</summary>
    /// <param name="features">What <see cref="Features"/> gives.</param>
    /// <returns>[batch, 10].</returns>
    public Tensor Logits(Tensor features) => _head.Evaluate(features).Slice([0, 0], [features.Shape[0], Classes]);

    /// <summary>Returns the network's buffers.</summary>
    public void Dispose()
    {
        Network.Dispose();
        _dropout.Dispose();
    }
}
