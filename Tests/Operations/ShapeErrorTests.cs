using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Operations;

/// <summary>A shape error names the operation, what was found, what was expected and, where there is one, the remedy.</summary>
public sealed class ShapeErrorTests
{
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
