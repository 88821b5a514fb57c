using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Models.Initialization;
using NativeGan.Models.Layers;

namespace NativeGan.Models.Classifiers;

/// <summary>A small convolutional network that tells the ten classes of 28 × 28 images apart.</summary>
/// <remarks>
/// Two 5 × 5 convolutions with stride 2 and "same" padding (28 → 14 → 7), then a hidden linear layer, each with ReLU after it; dropout after
/// the hidden layer; then ten logits. LeCun's network makes images smaller by subsampling, this one by strides, which compute a quarter
/// of the windows only. Shapes: images [batch, 784] in [0, 1] → logits [batch, 10].
/// Source: after LeCun et al. 1998, section II.B; initial values of He et al. 2015, equation 10.
/// </remarks>
public sealed class ImageClassifier : IDisposable
{
    /// <summary>Classes that it tells apart.</summary>
    public const int Classes = MnistImages.Classes;

    private const int WeightSize = 5;
    private const uint DropoutStream = 0xC1A5;

    private readonly RandomSource _dropout;

    /// <summary>A network with freshly drawn parameters.</summary>
    /// <param name="design">Its widths and its dropout.</param>
    /// <param name="seed">The seed of the parameters and of dropout.</param>
    /// <param name="backend">Where it lives.</param>
    public ImageClassifier(ClassifierDesign design, ulong seed, IBackend backend)
    {
        _dropout = new RandomSource(backend, seed, DropoutStream);
        Backend = backend;
        InitialValues random = new(seed);
        HeNormal start = new();
        ConvolutionGeometry half = new(2, ConvolutionPadding.Same);
        const int lastSide = MnistImages.Side / 4;
        Network = new Sequential(
            new Reshape(MnistImages.Side, MnistImages.Side, 1),
            new Conv2d("1", (1, design.FirstChannels), WeightSize, half, start, random, backend),
            Activation.Relu,
            new Conv2d("3", (design.FirstChannels, design.SecondChannels), WeightSize, half, start, random, backend),
            Activation.Relu,
            new Flatten(),
            new Linear("6", lastSide * lastSide * design.SecondChannels, design.Hidden, start, random, backend),
            Activation.Relu,
            Dropout.Dropping(design.Dropped, _dropout),
            new Linear("9", design.Hidden, Classes, start, random, backend));
    }

    /// <summary>Where it lives.</summary>
    public IBackend Backend { get; }

    /// <summary>The layers: <c>Forward</c> in training, <c>Evaluate</c> the trained ones.</summary>
    public Module Network { get; }

    /// <summary>Returns the network's buffers.</summary>
    public void Dispose()
    {
        Network.Dispose();
        _dropout.Dispose();
    }
}
