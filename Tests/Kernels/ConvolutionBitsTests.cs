using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Engine.Operations;
using NativeGan.Kernels.Cpu;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>The <c>cpu</c> backend's convolutions that unfold nothing give the bits of those that do: products with columns.</summary>
public sealed class ConvolutionBitsTests
{
    private static IEnumerable<TestCaseData> Windows => ConvolutionCases.Windows
        .Where(window => window.Batch > 0)
        .SelectMany(window => new[] { 64, 80 }.Select(n => new TestCaseData(window, n).SetArgDisplayNames($"{window.Batch} of {window.Down} by {window.Across}, {window.Channels} to {n}")));

    [TestCaseSource(nameof(Windows))]
    public void TransposedConvolution_GivesTheBitsOfAFoldBehindAProduct(ConvolutionWindow window, int inputs)
    {
        using CpuBackend backend = new(threads: 2);
        using DeviceScratch device = new(backend);
        DeviceBuffer rows = device.Numbers(TestNumbers.Uniform(window.Rows * inputs, -1, 1, stream: 17));
        DeviceBuffer weight = device.Numbers(TestNumbers.Uniform(window.RowLength * inputs, -1, 1, stream: 18));
        DeviceBuffer bias = device.Numbers(TestNumbers.Uniform(window.Channels, -1, 1, stream: 19));
        DeviceBuffer columns = device.Blank(window.ColumnCount), expected = device.Blank(window.ImageCount), actual = device.Blank(window.ImageCount);
        MatMulSize size = new(window.Rows, window.RowLength, inputs, TransposeA: false, TransposeB: true);
        backend.MatMul(size, rows, weight, null, default(Identity), columns);
        backend.Fold(window, columns, bias, new LeakyRelu.Formula(0.25), expected);
        backend.TransposedConvolution(window, inputs, rows, weight, bias, new LeakyRelu.Formula(0.25), actual);
        NumericAssert.AreIdentical(device.Read(actual), device.Read(expected), "TransposedConvolution", "cpu");
    }

    [TestCaseSource(nameof(Windows))]
    public void Convolution_GivesTheBitsOfAProductWithColumns(ConvolutionWindow window, int outputs)
    {
        using CpuBackend backend = new(threads: 2);
        using DeviceScratch device = new(backend);
        DeviceBuffer images = device.Numbers(TestNumbers.Uniform(window.ImageCount, -1, 1, stream: 17));
        DeviceBuffer weight = device.Numbers(TestNumbers.Uniform(window.RowLength * outputs, -1, 1, stream: 18));
        DeviceBuffer bias = device.Numbers(TestNumbers.Uniform(outputs, -1, 1, stream: 19));
        DeviceBuffer columns = device.Blank(window.ColumnCount), expected = device.Blank(window.Rows * outputs), actual = device.Blank(window.Rows * outputs);
        backend.Unfold(window, images, columns);
        MatMulSize size = new(window.Rows, outputs, window.RowLength, TransposeA: false, TransposeB: false);
        backend.MatMul(size, columns, weight, bias, new LeakyRelu.Formula(0.25), expected);
        backend.Convolution(window, outputs, images, weight, bias, new LeakyRelu.Formula(0.25), actual);
        NumericAssert.AreIdentical(device.Read(actual), device.Read(expected), "Convolution", "cpu");
    }
}
