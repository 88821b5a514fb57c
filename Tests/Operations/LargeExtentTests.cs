using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Operations;

/// <summary>Extents, strides and paddings near 2³¹: what has a meaning is computed, the rest is refused.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.Present))]
public sealed class LargeExtentTests(string backendName)
{
    private const int Most = int.MaxValue;

    private IBackend Backend => BackendCases.Get(backendName);

    [Test]
    public void Pad_ToMoreThanATensorHolds_IsRefused()
    {
        using TensorScope scope = new();

        Assert.That(Refusal.Message<ShapeException>(() => Ones(2).Pad([Most], [Most])),
            Is.EqualTo("Pad: an axis would have 4294967296 elements, at most 2147483647 are possible."));
        Assert.That(() => Ones(2, 2).Pad([Most - 2, 0], [0, 0]), Throws.TypeOf<ShapeException>());
    }

    [Test]
    public void Concatenate_ToMoreThanATensorHolds_IsRefused()
    {
        using TensorScope scope = new();
        Tensor nothing = Ones(Most, 0);

        Assert.That(Refusal.Message<ShapeException>(() => TensorOperations.Concatenate(0, nothing, nothing, nothing)),
            Is.EqualTo("Concatenate: an axis would have 6442450941 elements, at most 2147483647 are possible."));
    }

    [TestCase(1 << 30)]
    [TestCase(Most)]
    public void TransposedConvolution_OfALargeStride_IsRefused(int stride)
    {
        using TensorScope scope = new();
        ConvolutionGeometry numbers = new(stride, 1, ConvolutionPadding.None), same = new(stride, 1, ConvolutionPadding.Same);

        Assert.That(Refusal.Message<ShapeException>(() => Ones(1, 5, 1, 1).TransposedConvolution(Ones(3, 1, 1, 1), null, numbers)),
            Does.StartWith($"TransposedConvolution: an axis would have {4L * stride + 3} elements"));
        Assert.That(Refusal.Message<ShapeException>(() => Ones(1, 5, 1, 1).TransposedConvolution(Ones(3, 1, 1, 1), null, same)),
            Does.StartWith($"TransposedConvolution: an axis would have {5L * stride} elements"));
    }

    // ⌈5/stride⌉ = 1 window of 3 pixels: no zeros are needed, and it starts at the first pixel.
    [TestCase(5)]
    [TestCase(1 << 30)]
    [TestCase(Most)]
    public void Convolution_SameWithALargeStride_IsOneWindow(int stride)
    {
        using TensorScope scope = new();
        Tensor x = Tensor.FromArray(Backend, [1f, 10f, 100f, 1000f, 10000f], new Shape(1, 5, 1, 1));

        Tensor y = x.Convolution(Ones(3, 1, 1, 1), null, new ConvolutionGeometry(stride, 1, ConvolutionPadding.Same));

        Assert.That(y.Shape, Is.EqualTo(new Shape(1, 1, 1, 1)));
        Assert.That(y.Item(), Is.EqualTo(111f));
    }

    // 7 + 2·(2³⁰ − 4) = 2³¹ − 1 pixels with their zeros. The first window starts 2³⁰ − 4 before the image, the second at pixel 4.
    [Test]
    public void Convolution_WithALargePadding_IsOfTheWindowsThatFit()
    {
        using TensorScope scope = new();
        const int Padding = 1 << 30;
        ConvolutionGeometry geometry = new(Padding, 1, ConvolutionPadding.Sides(Padding - 4, 0, Padding - 4, 0));

        Tensor y = Ones(1, 7, 1, 1).Convolution(Ones(3, 1, 1, 1), null, geometry);

        Assert.That(y.ToArray(), Is.EqualTo(new[] { 0f, 3f }));
        Assert.That(() => Ones(1, 7, 1, 1).Convolution(Ones(3, 1, 1, 1), null, new ConvolutionGeometry(1, ConvolutionPadding.Sides(Most, 0, 0, 0))),
            Throws.TypeOf<ShapeException>());
    }

    [Test]
    public void Slice_WithALargeStep_TakesTheFirst()
    {
        using TensorScope scope = new();
        Tensor x = Tensor.FromArray(Backend, [1f, 2f, 3f, 4f, 5f, 6f], new Shape(2, 3));

        Assert.That(x.Slice([0, 0], [2, 3], [Most, Most]).ToArray(), Is.EqualTo(new[] { 1f }));
        Assert.That(x.Slice([0, 1], [2, 3], [Most, 1]).ToArray(), Is.EqualTo(new[] { 2f, 3f }));
        Assert.That(x.Slice([0, 1], [2, 1], [1, Most]).Shape, Is.EqualTo(new Shape(2, 0)));
    }

    [Test]
    public void Tensor_OfLargeExtentsAndNoElements_GoesThroughOperations()
    {
        using TensorScope scope = new();
        Tensor x = Ones(65536, 65536, 0);

        Assert.That((x + x).Shape, Is.EqualTo(x.Shape));
        Assert.That(x.Sum(0).Shape, Is.EqualTo(new Shape(65536, 0)));
        Assert.That(x.Sum().Item(), Is.Zero);
        Assert.That(x.Transpose(2, 0, 1).Shape, Is.EqualTo(new Shape(0, 65536, 65536)));
        Assert.That(x.Slice([1, 1, 0], [65536, 65536, 0]).Shape, Is.EqualTo(new Shape(65535, 65535, 0)));
        Assert.That(Ones(65536, 1, 0).BroadcastTo(x.Shape).Shape, Is.EqualTo(x.Shape));
        Assert.That(() => x.Sum(2), Throws.TypeOf<ShapeException>(), "65536 · 65536 zeros");
    }

    // 2³⁰·4 is 0 in 32 bits, and row 0 is there.
    [Test]
    public void Embedding_OfARowFarOutside_IsNotARowInside()
    {
        using TensorScope scope = new();
        using Indices far = Indices.FromArray(Backend, [1 << 30], new Shape(1));
        Tensor table = Ones(3, 4);

        float[]? row = null;
        try
        {
            row = table.Embedding(far).ToArray();
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException)
        {
            // The processor's backends refuse it; a GPU cannot.
        }

        Assert.That(row ?? [float.NaN], Is.All.NaN);
    }

    private Tensor Ones(params int[] extents) => Tensor.Ones(Backend, new Shape(extents));
}
