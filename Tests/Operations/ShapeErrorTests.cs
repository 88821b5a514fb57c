using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Operations;

/// <summary>A shape error names the operation, what was found, what was expected and, where there is one, the remedy.</summary>
public sealed class ShapeErrorTests
{
    private static readonly ConvolutionGeometry _same = new(2, ConvolutionPadding.Same);

    private readonly ReferenceBackend _backend = new();

    [OneTimeTearDown]
    public void DisposeBackend() => _backend.Dispose();

    [Test]
    public void MatMul_WithEqualColumns_ProposesTransposedB() => Expect(
        () => Ones(64, 784).MatMul(Ones(512, 784)),
        "MatMul: inner extents differ: a is [64, 784], b is [512, 784]. Pass transposeB: true to multiply by b's transpose.");

    [Test]
    public void MatMul_WithNeedlessTransposedB_ProposesToDropIt() => Expect(
        () => Ones(64, 784).MatMul(Ones(784, 512), transposeB: true),
        "MatMul: inner extents differ: a is [64, 784], b is [784, 512] (transposeA: false, transposeB: true). "
        + "Pass transposeB: false to multiply by b as it is.");

    [Test]
    public void MatMul_ThatNoFlagCanSave_NamesBothShapes() => Expect(
        () => Ones(2, 3).MatMul(Ones(4, 5)),
        "MatMul: inner extents differ: a is [2, 3], b is [4, 5].");

    [Test]
    public void MatMul_OfVectors_AsksForMatrices() => Expect(
        () => Ones(3).MatMul(Ones(3, 5)),
        "MatMul: two matrices are expected, a is [3], b is [3, 5]. Reshape them to two axes.");

    [Test]
    public void Linear_WithABiasOfAnotherLength_NamesWeightAndBias() => Expect(
        () => Ones(2, 3).Linear(Ones(3, 4), Ones(3)),
        "Linear: the bias is [3], [4] is expected for a weight of [3, 4].");

    [Test]
    public void Linear_WithATransposedWeight_NamesBothShapes() => Expect(
        () => Ones(2, 3).Linear(Ones(4, 3), Ones(4)),
        "Linear: inner extents differ: a is [2, 3], b is [4, 3]. Pass transposeB: true to multiply by b's transpose.");

    [Test]
    public void Add_OfShapesThatDoNotBroadcast_NamesTheAxis() => Expect(
        () => Ones(3, 5).Add(Ones(3)),
        "Add: [3, 5] and [3] do not broadcast: axis -1 has 5 and 3. Extents must be equal, or one of them 1; use Reshape to add axes of extent 1.");

    [TestCase("Subtract")]
    [TestCase("Multiply")]
    [TestCase("Divide")]
    [TestCase("Maximum")]
    [TestCase("Minimum")]
    [TestCase("Pow")]
    [TestCase("BinaryCrossEntropy")]
    [TestCase("BinaryCrossEntropyWithLogits")]
    [TestCase("EqualTo")]
    [TestCase("GreaterOrHalf")]
    public void BinaryOperation_OfShapesThatDoNotBroadcast_NamesItself(string operation)
    {
        Tensor a = Ones(3, 5), b = Ones(4, 5);
        Func<Tensor, Tensor, Tensor> apply = operation switch
        {
            "Subtract" => TensorOperations.Subtract,
            "Multiply" => TensorOperations.Multiply,
            "Divide" => TensorOperations.Divide,
            "Maximum" => TensorOperations.Maximum,
            "Minimum" => TensorOperations.Minimum,
            "Pow" => TensorOperations.Pow,
            "BinaryCrossEntropy" => TensorOperations.BinaryCrossEntropy,
            "BinaryCrossEntropyWithLogits" => TensorOperations.BinaryCrossEntropyWithLogits,
            "EqualTo" => TensorOperations.EqualTo,
            _ => TensorOperations.GreaterOrHalf,
        };

        string found = Refusal.Message<ShapeException>(() => apply(a, b));

        Assert.That(found, Does.StartWith($"{operation}: [3, 5] and [4, 5] do not broadcast: axis -2 has 3 and 4."));
    }

    [Test]
    public void BroadcastTo_AShapeWithFewerAxes_NamesBoth() => Expect(
        () => Ones(2, 3).BroadcastTo(new Shape(3)),
        "BroadcastTo: [2, 3] has more axes than [3].");

    [Test]
    public void BroadcastTo_AnotherExtent_NamesTheAxis() => Expect(
        () => Ones(2, 3).BroadcastTo(new Shape(4, 2, 5)),
        "BroadcastTo: [2, 3] does not broadcast to [4, 2, 5]: axis -1 has 3, 1 or 5 is expected.");

    [Test]
    public void Concatenate_OfShapesThatDifferElsewhere_NamesBoth() => Expect(
        () => TensorOperations.Concatenate(1, Ones(3, 2), Ones(4, 2)),
        "Concatenate: [3, 2] and [4, 2] differ in more than axis 1.");

    [Test]
    public void Reshape_ToAnotherCount_NamesBothCounts() => Expect(
        () => Ones(3, 5).Reshape(4, 4),
        "Reshape: [3, 5] has 15 elements, [4, 4] has 16; they must be equal.");

    [Test]
    public void Reshape_WithAnExtentThatCannotBeWorkedOut_NamesBoth() => Expect(
        () => Ones(3, 5).Reshape(4, -1),
        "Reshape: [3, 5] has 15 elements, which does not fit [4, -1].");

    [Test]
    public void Slice_BeyondTheEnd_NamesTheAxisAndItsBounds() => Expect(
        () => Ones(3, 5).Slice([0, 2], [3, 6]),
        "Slice: axis 1 of [3, 5]: begin 2, end 6, step 1; 0 ≤ begin ≤ end ≤ 5 and step ≥ 1 are expected.");

    [Test]
    public void Slice_WithTooFewNumbers_NamesTheRank() => Expect(
        () => Ones(3, 5).Slice([0], [3]),
        "Slice: begin, end and step need one value for each of the 2 axes of [3, 5].");

    [Test]
    public void Pad_ByANegativeNumber_NamesTheShape() => Expect(
        () => Ones(3, 5).Pad([0, -1], [0, 0]),
        "Pad: before and after need one number ≥ 0 for each of the 2 axes of [3, 5].");

    [Test]
    public void Transpose_ByNoPermutation_NamesItAndTheShape() => Expect(
        () => Ones(3, 5).Transpose(0, 0),
        "Transpose: [0, 0] is no permutation of the 2 axes of [3, 5].");

    [Test]
    public void Sum_OverAnAxisTwice_NamesTheShape() => Expect(
        () => Ones(3, 5).Sum([1, -1]),
        "Reduction of [3, 5]: axis -1 is given twice.");

    [Test]
    public void Sum_OverAMissingAxis_SaysWhichThereAre() => Expect(
        () => Ones(3, 5).Sum(2),
        "Axis 2 does not exist in [3, 5]; axes run from -2 to 1.");

    [Test]
    public void Max_OfNothing_IsRefused() => Expect(
        () => Ones(3, 0).Max([1]),
        "Max: [3, 0] has no elements along the reduced axes, so there is no maximum.");

    [Test]
    public void Embedding_OfAVector_AsksForATable() => Expect(
        () => Ones(3).Embedding(Indices.FromArray(_backend, [0], new Shape(1))),
        "Embedding: the table is [3], two axes (rows, columns) are expected.");

    [Test]
    public void SoftmaxCrossEntropy_WithTooManyClasses_NamesBothShapes() => Expect(
        () => Ones(3, 5).SoftmaxCrossEntropy(Indices.FromArray(_backend, [0, 1], new Shape(2))),
        "SoftmaxCrossEntropy: logits are [3, 5], classes [2]; [batch, classes] and [batch] are expected.");

    [Test]
    public void SoftmaxCrossEntropy_WithATargetOfAnotherShape_NamesBothShapes() => Expect(
        () => Ones(3, 5).SoftmaxCrossEntropy(Ones(3, 4)),
        "SoftmaxCrossEntropy: logits are [3, 5], the target is [3, 4]; both are to be [batch, classes].");

    // The notorious pair: a generator that ends in 28 channels before a discriminator for one, and a grey image before a weight for 28.
    [Test]
    public void Convolution_OfImagesWithOtherChannels_NamesBothAndTheRemedies() => Expect(
        () => Ones(2, 28, 28, 28).Convolution(Ones(5, 5, 1, 64), null, _same),
        "Convolution: the images [2, 28, 28, 28] have 28 channels (axis 3), the weight [5, 5, 1, 64] expects 1 (axis 2). "
        + "Give it images of 1 channel, or a weight of [5, 5, 28, 64].");

    [Test]
    public void Convolution_OfGreyImagesUnderAWeightForMore_NamesBothAndTheRemedies() => Expect(
        () => Ones(2, 14, 14, 1).Convolution(Ones(5, 5, 28, 64), Ones(64), _same),
        "Convolution: the images [2, 14, 14, 1] have 1 channel (axis 3), the weight [5, 5, 28, 64] expects 28 (axis 2). "
        + "Give it images of 28 channels, or a weight of [5, 5, 1, 64].");

    [Test]
    public void Convolution_OfImagesInTheOtherLayout_SaysSo() => Expect(
        () => Ones(2, 3, 8, 8).Convolution(Ones(5, 5, 3, 4), null, _same),
        "Convolution: the images [2, 3, 8, 8] have 8 channels (axis 3), the weight [5, 5, 3, 4] expects 3 (axis 2). "
        + "If axis 1 of the images holds their channels, transpose them or pass a geometry of layout ChannelsFirst, whose weights have another order too.");

    [Test]
    public void TransposedConvolution_WithAConvolutionsWeight_SaysWhichAxesToExchange() => Expect(
        () => Ones(2, 7, 7, 128).TransposedConvolution(Ones(5, 5, 128, 64), null, _same),
        "TransposedConvolution: the images [2, 7, 7, 128] have 128 channels (axis 3), the weight [5, 5, 128, 64] expects 64 (axis 3). "
        + "The weight's axes 2 and 3 seem to be the other way round: a transposed convolution's weight has input and output channels exchanged.");

    [Test]
    public void Convolution_OfFlatImages_AsksForFourAxes() => Expect(
        () => Ones(2, 784).Convolution(Ones(5, 5, 1, 64), null, _same),
        "Convolution: images [batch, height, width, channels] and a weight of four axes are expected, the images are [2, 784], "
        + "the weight is [5, 5, 1, 64]. Reshape them to four axes.");

    [Test]
    public void Convolution_WithAWeightLargerThanTheImage_ProposesPadding() => Expect(
        () => Ones(2, 3, 4, 1).Convolution(Ones(5, 3, 1, 6), null, new ConvolutionGeometry(1, ConvolutionPadding.Sides(0, 1, 1, 0))),
        "Convolution: a weight of 5 by 3 does not fit into images [2, 3, 4, 1] of 3 by 4 pixels with padding [0, 1, 1, 0]. "
        + "Pad the images, or take a smaller weight.");

    [Test]
    public void Convolution_WithABiasOfAnotherLength_NamesTheWeight() => Expect(
        () => Ones(2, 8, 8, 3).Convolution(Ones(3, 3, 3, 4), Ones(3), _same),
        "Convolution: the bias is [3], [4] is expected for a weight of [3, 3, 3, 4].");

    [Test]
    public void Convolution_WithoutAStride_IsRefused() => Expect(
        () => Ones(2, 8, 8, 3).Convolution(Ones(3, 3, 3, 4), null, default),
        "Convolution: strides are 0 and 0, the weight is [3, 3, 3, 4]; strides and weight extents of at least 1 are expected.");

    [Test]
    public void Convolution_WithNegativePadding_ProposesSlice() => Expect(
        () => Ones(2, 8, 8, 3).Convolution(Ones(3, 3, 3, 4), null, new ConvolutionGeometry(1, ConvolutionPadding.Symmetric(-1))),
        "Convolution: the padding is [-1, -1, -1, -1] (top, left, bottom, right), numbers of at least 0 are expected. Use Slice to cut images.");

    [Test]
    public void TransposedConvolution_WithOutputPaddingOfAStride_NamesTheRange() => Expect(
        () => Ones(2, 4, 4, 3).TransposedConvolution(Ones(3, 3, 5, 3), null, new ConvolutionGeometry(2, ConvolutionPadding.Symmetric(1)), outputPadding: 2),
        "TransposedConvolution: outputPadding is 2, 0 to 1 is expected for strides of 2 and 2, and 0 for padding \"same\".");

    [Test]
    public void TransposedConvolution_CutToNothing_NamesThePadding() => Expect(
        () => Ones(2, 1, 4, 3).TransposedConvolution(Ones(2, 2, 5, 3), null, new ConvolutionGeometry(1, ConvolutionPadding.Symmetric(1))),
        "TransposedConvolution: nothing is left of images [2, 1, 4, 3] under a weight of [2, 2, 5, 3], strides 1 and 1 and padding [1, 1, 1, 1]. "
        + "Pad less: padding is cut off the result.");

    [Test]
    public void Unfold_OfOtherImages_NamesBothShapes() => Expect(
        () => Ones(2, 8, 8, 3).Unfold(new ConvolutionWindow(2, new WindowAxis(8, 3, 1, 0, 0), new WindowAxis(8, 3, 1, 0, 0), 4)),
        "Unfold: the images are [2, 8, 8, 3], the windows are for [2, 8, 8, 4].");

    [Test]
    public void Fold_OfOtherColumns_NamesBothShapes() => Expect(
        () => Ones(72, 36).Fold(new ConvolutionWindow(2, new WindowAxis(8, 3, 1, 0, 0), new WindowAxis(8, 3, 1, 0, 0), 3)),
        "Fold: the columns are [72, 36], the windows make [72, 27].");

    [Test]
    public void Fold_WithABiasOfAnotherLength_NamesTheChannels() => Expect(
        () => Ones(72, 27).Fold(new ConvolutionWindow(2, new WindowAxis(8, 3, 1, 0, 0), new WindowAxis(8, 3, 1, 0, 0), 3), Ones(4)),
        "Fold: the bias is [4], [3] is expected for 3 channels.");

    [Test]
    public void BatchNorm_WithAScaleOfAnotherLength_NamesTheAxis() => Expect(
        () => Ones(2, 8, 8, 3).BatchNorm(Ones(8), Ones(3), 1e-3),
        "BatchNorm: gamma is [8], [3] is expected: one number for each channel (axis 3) of [2, 8, 8, 3].");

    [Test]
    public void BatchNorm_OfAVector_AsksForTwoAxes() => Expect(
        () => Ones(3).BatchNorm(Ones(3), Ones(3), 1e-3),
        "BatchNorm: x is [3], at least two axes (batch and channels) are expected. Reshape it.");

    [Test]
    public void BatchNorm_OfNothing_IsRefused() => Expect(
        () => Ones(0, 3).BatchNorm(Ones(3), Ones(3), 1e-3),
        "BatchNorm: [0, 3] has no numbers to take a mean of. Normalise with given statistics instead.");

    [Test]
    public void Maxout_OfAnExtentThatDoesNotDivide_NamesThePieces() => Expect(
        () => Ones(2, 7).Maxout(3),
        "Maxout: the last axis of [2, 7] does not divide into groups of 3 pieces. Make it a multiple of them.");

    [Test]
    public void Item_OfSeveralElements_SaysWhatToDo() => Expect(
        () => Ones(3, 5).Item(),
        "Item: the tensor is [3, 5], a single element is expected. Use ToArray, or reduce it first.");

    [Test]
    public void FromArray_WithAnotherCount_NamesBoth() => Expect(
        () => Tensor.FromArray(_backend, new float[4], new Shape(3)),
        "FromArray: found 4 values, [3] has 3 elements.");

    private static void Expect(Action action, string message) => Assert.That(Refusal.Message<ShapeException>(action), Is.EqualTo(message));

    private Tensor Ones(params int[] extents) => Tensor.Ones(_backend, new Shape(extents));
}
