using System.Text.RegularExpressions;
using NativeGan.Engine.Backends;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Benchmarks.Contenders;

/// <summary>A convolution or transposed convolution of square images, written like <c>conv14x64-128k5s2</c> or <c>up7x128-64k5s2</c>.</summary>
/// <remarks>
/// (size − 1)/2 zeros on every side, as PyTorch takes them: a convolution gives ⌈side/stride⌉ windows, a transposed one
/// side·stride pixels. Keras' "same" gives the same extents, and with stride 2 moves one of the zeros to the other side.
/// </remarks>
/// <param name="IsTransposed">Written <c>up</c> where it is, <c>conv</c> where it is not.</param>
/// <param name="Side">Rows and columns of the input.</param>
/// <param name="Inputs">Channels of the input.</param>
/// <param name="Outputs">Channels of the result.</param>
/// <param name="WeightSize">Rows and columns of the weight, odd.</param>
/// <param name="Stride">Pixels between windows.</param>
internal sealed partial record ConvolutionLayer(bool IsTransposed, int Side, int Inputs, int Outputs, int WeightSize, int Stride)
{
    /// <summary>Images in a batch.</summary>
    public const int Batch = 128;

    /// <summary>The layers of both convolutional GANs of S3 (A has weights of 3x3, B of 5x5), and two of a classifier of digits.</summary>
    public static IReadOnlyList<ConvolutionLayer> OfTheGans { get; } = ParseList(
        "conv28x1-64k5s2,conv14x64-128k5s2,up7x256-128k5s1,up7x128-64k5s2,up14x64-1k5s2,"
        + "conv28x1-64k3s2,conv14x64-128k3s2,up7x256-128k3s2,up14x128-1k3s2,conv28x1-32k3s1,conv14x32-64k3s1");

    /// <summary>Some of them, for a short run.</summary>
    public static IReadOnlyList<ConvolutionLayer> Few { get; } = ParseList("conv14x64-128k5s2,up7x128-64k5s2");

    /// <summary>Zeros on every side.</summary>
    public int Padding => (WeightSize - 1) / 2;

    /// <summary>Rows and columns of the larger images: the input of a convolution, the result of a transposed one.</summary>
    public int ImageSide => IsTransposed ? Side * Stride : Side;

    /// <summary>Where the windows lie in the larger images.</summary>
    public ConvolutionWindow Window
    {
        get
        {
            WindowAxis axis = new(ImageSide, WeightSize, Stride, Padding, Padding);
            return new ConvolutionWindow(Batch, axis, axis, IsTransposed ? Outputs : Inputs);
        }
    }

    /// <summary>n: channels of the rows, which are the result of a convolution and the input of a transposed one.</summary>
    public int RowChannels => IsTransposed ? Inputs : Outputs;

    /// <summary>The layers of a comma-separated list.</summary>
    /// <exception cref="InputException">One of them is not written like conv14x64-128k5s2.</exception>
    public static IReadOnlyList<ConvolutionLayer> ParseList(string list) => [.. list.Split(',').Select(Parse)];

    /// <inheritdoc/>
    public override string ToString() => $"{(IsTransposed ? "up" : "conv")}{Side}x{Inputs}-{Outputs}k{WeightSize}s{Stride}";

    private static ConvolutionLayer Parse(string text)
    {
        Match match = Pattern().Match(text.Trim());
        int[] numbers = [.. match.Groups.Values.Skip(2).Select(group => Numbers.WholeOrZero(group.Value, 1, 9999))];
        return match.Success && numbers is [>= 1 and <= 256, >= 1 and <= 1024, >= 1 and <= 1024, >= 1 and <= 11, >= 1 and <= 8] && numbers[3] % 2 == 1
            ? new ConvolutionLayer(match.Groups[1].Value == "up", numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
            : throw new InputException(
                $"--shapes: found '{text}', a convolution like conv14x64-128k5s2 or a transposed one like up7x128-64k5s2 is expected: "
                + "side x input channels - output channels, k weight (odd, up to 11), s stride (up to 8).",
                ExitCodes.Usage);
    }

    [GeneratedRegex(@"^(conv|up)(\d{1,4})x(\d{1,4})-(\d{1,4})k(\d{1,2})s(\d)$")]
    private static partial Regex Pattern();
}
