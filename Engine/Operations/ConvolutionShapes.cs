using NativeGan.Engine.Backends;

namespace NativeGan.Engine.Operations;

/// <summary>The shape rule of convolutions: checks images, weight and bias, and works out where the windows lie.</summary>
internal readonly struct ConvolutionShapes
{
    /// <summary>Checks the shapes.</summary>
    /// <param name="operation">Who asks, for the messages.</param>
    /// <param name="images">The images that go in.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="bias">The bias, if there is one.</param>
    /// <param name="geometry">Stride, padding, layout.</param>
    /// <param name="isTransposed">The images that go in are the windows' side, those that come out the pixels' side.</param>
    /// <param name="outputPadding">Rows and columns added to a transposed convolution's result.</param>
    /// <exception cref="ShapeException">They do not fit.</exception>
    public ConvolutionShapes(
        string operation, Shape images, Shape weight, Shape? bias, ConvolutionGeometry geometry, bool isTransposed, int outputPadding = 0)
    {
        bool isChannelsFirst = geometry.Layout == ImageLayout.ChannelsFirst;
        if (images.Rank != 4 || weight.Rank != 4)
        {
            string axes = isChannelsFirst ? "[batch, channels, height, width]" : "[batch, height, width, channels]";
            throw new ShapeException(
                $"{operation}: images {axes} and a weight of four axes are expected, the images are {images}, the weight is {weight}. Reshape them to four axes.");
        }

        int channelAxis = isChannelsFirst ? 1 : 3, height = images[isChannelsFirst ? 2 : 1], width = images[isChannelsFirst ? 3 : 2];
        int weightHeight = weight[isChannelsFirst ? 2 : 0], weightWidth = weight[isChannelsFirst ? 3 : 1];

        // Last two axes of a weight: in, out for a convolution, out, in for a transposed one; first two the other way round.
        int inputAxis = isChannelsFirst == isTransposed ? (isChannelsFirst ? 0 : 2) : (isChannelsFirst ? 1 : 3);
        int outputAxis = inputAxis ^ 1;
        InputChannels = weight[inputAxis];
        OutputChannels = weight[outputAxis];
        if (images[channelAxis] != InputChannels)
        {
            throw new ShapeException(ChannelMessage(operation, images, weight, geometry.Layout, channelAxis, inputAxis));
        }

        if (bias is not null && (bias.Rank != 1 || bias[0] != OutputChannels))
        {
            throw new ShapeException($"{operation}: the bias is {bias}, [{OutputChannels}] is expected for a weight of {weight}.");
        }

        if (geometry.StrideDown < 1 || geometry.StrideAcross < 1 || weightHeight < 1 || weightWidth < 1)
        {
            throw new ShapeException(
                $"{operation}: strides are {geometry.StrideDown} and {geometry.StrideAcross}, the weight is {weight}; strides and weight extents of at least 1 are expected.");
        }

        ConvolutionPadding padding = geometry.Padding;
        if (padding.Top < 0 || padding.Left < 0 || padding.Bottom < 0 || padding.Right < 0)
        {
            throw new ShapeException($"{operation}: the padding is {padding} (top, left, bottom, right), numbers of at least 0 are expected. Use Slice to cut images.");
        }

        WindowAxis down, across;
        if (isTransposed)
        {
            int smallerStride = Math.Min(geometry.StrideDown, geometry.StrideAcross);
            if (outputPadding < 0 || outputPadding >= smallerStride || (outputPadding > 0 && padding.IsSame))
            {
                throw new ShapeException(
                    $"{operation}: outputPadding is {outputPadding}, 0 to {smallerStride - 1} is expected for strides of {geometry.StrideDown} and {geometry.StrideAcross}, and 0 for padding \"same\".");
            }

            down = TransposedAxis(operation, height, weightHeight, geometry.StrideDown, padding.Top, padding.Bottom, padding.IsSame, outputPadding);
            across = TransposedAxis(operation, width, weightWidth, geometry.StrideAcross, padding.Left, padding.Right, padding.IsSame, outputPadding);
        }
        else
        {
            down = Axis(height, weightHeight, geometry.StrideDown, padding.Top, padding.Bottom, padding.IsSame);
            across = Axis(width, weightWidth, geometry.StrideAcross, padding.Left, padding.Right, padding.IsSame);
        }

        if (!Fits(down) || !Fits(across))
        {
            throw new ShapeException(isTransposed
                ? $"{operation}: nothing is left of images {images} under a weight of {weight}, strides {geometry.StrideDown} and {geometry.StrideAcross} and padding {padding}. Pad less: padding is cut off the result."
                : $"{operation}: a weight of {weightHeight} by {weightWidth} does not fit into images {images} of {height} by {width} pixels with padding {padding}. Pad the images, or take a smaller weight.");
        }

        Window = new ConvolutionWindow(images[0], down, across, isTransposed ? OutputChannels : InputChannels);
    }

    /// <summary>Where the windows lie.</summary>
    public ConvolutionWindow Window { get; }

    /// <summary>Channels of the images that go in.</summary>
    public int InputChannels { get; }

    /// <summary>Channels of those that come out.</summary>
    public int OutputChannels { get; }

    /// <summary>The shape on the pixels' side.</summary>
    public static Shape Images(ConvolutionWindow window) => new(window.Batch, window.Down.Extent, window.Across.Extent, window.Channels);

    /// <summary>The shape on the windows' side: one row of <paramref name="outputs"/> numbers for each.</summary>
    public static Shape Rows(ConvolutionWindow window, int outputs) => new(window.Batch, window.Down.Output, window.Across.Output, outputs);

    // At least one window, and pixels to put it on.
    private static bool Fits(WindowAxis axis) => axis.Extent > 0 && (long)axis.Extent + axis.Before + axis.After >= axis.Size;

    private static WindowAxis Axis(int extent, int size, int stride, int before, int after, bool isSame)
    {
        if (isSame)
        {
            long outputs = ((long)extent + stride - 1) / stride;
            int zeros = (int)Math.Max((outputs - 1) * stride + size - extent, 0);
            (before, after) = (zeros / 2, zeros - zeros / 2);
        }

        return new WindowAxis(extent, size, stride, before, after);
    }

    // The axis of the convolution that this one is the adjoint of: from the pixels that come out to those that go in.
    private static WindowAxis TransposedAxis(
        string operation, long outputs, int size, int stride, int before, int after, bool isSame, int outputPadding) =>
        isSame
            ? Axis(ElementCount.Extent(outputs * stride, operation), size, stride, before, after, isSame)
            : new WindowAxis(
                ElementCount.Extent((outputs - 1) * stride + size - before - after + outputPadding, operation), size, stride, before, after);

    private static string ChannelMessage(string operation, Shape images, Shape weight, ImageLayout layout, int channelAxis, int inputAxis)
    {
        int found = images[channelAxis], expected = weight[inputAxis];
        string remedy = $" Give it images of {Count(expected)}, or a weight of {weight.With(inputAxis, found)}.";
        int otherAxis = layout == ImageLayout.ChannelsFirst ? 3 : 1;
        ImageLayout other = layout == ImageLayout.ChannelsFirst ? ImageLayout.ChannelsLast : ImageLayout.ChannelsFirst;
        if (weight[inputAxis ^ 1] == found)
        {
            remedy = $" The weight's axes {Math.Min(inputAxis, inputAxis ^ 1)} and {Math.Max(inputAxis, inputAxis ^ 1)} seem to be the other way round:"
                + " a transposed convolution's weight has input and output channels exchanged.";
        }
        else if (images[otherAxis] == expected)
        {
            remedy = $" If axis {otherAxis} of the images holds their channels, transpose them or pass a geometry of layout {other}, whose weights have another order too.";
        }

        return $"{operation}: the images {images} have {Count(found)} (axis {channelAxis}), the weight {weight} expects {expected} (axis {inputAxis}).{remedy}";
    }

    private static string Count(int channels) => channels == 1 ? "1 channel" : $"{channels} channels";
}
