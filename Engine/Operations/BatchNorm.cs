namespace NativeGan.Engine.Operations;

/// <content>Batch normalisation, made of means and elementwise operations.</content>
public static partial class TensorOperations
{
    /// <summary>Batch normalisation in training, y = γ·(x − μ)/√(σ² + ε) + β, with mean and variance of each channel over the batch (and space).</summary>
    /// <remarks>
    /// Shapes: x [*, channels] (or [batch, channels, *] with <see cref="ImageLayout.ChannelsFirst"/>), γ [channels], β [channels] → y [*, channels], μ and σ² [channels].
    /// Gradient: through mean and variance too: with x̂ = (x − μ)/√(σ² + ε) and n numbers a channel,
    /// ∂L/∂x = γ/√(σ² + ε) · (∂L/∂y − Σ ∂L/∂y/n − x̂·Σ(∂L/∂y·x̂)/n); ∂L/∂γ = Σ ∂L/∂y·x̂; ∂L/∂β = Σ ∂L/∂y.
    /// At the edges: σ² is the biased variance, divided by n, of differences from the mean: two passes, so that a large mean
    /// costs
    /// no digits; a channel of one value is β.
    /// Source: Ioffe &amp; Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate
    /// Shift", ICML 2015, algorithm 1.
    /// </remarks>
    /// <param name="x">The numbers to normalise.</param>
    /// <param name="gamma">γ, the scale.</param>
    /// <param name="beta">β, the shift.</param>
    /// <param name="epsilon">ε, inside the root: 1e-3 in Keras, 1e-5 in PyTorch.</param>
    /// <param name="layout">Where the channels are.</param>
    /// <exception cref="ShapeException">γ or β has not one number for each channel, or there is no number in a channel.</exception>
    public static BatchNormResult BatchNorm(this Tensor x, Tensor gamma, Tensor beta, double epsilon, ImageLayout layout = ImageLayout.ChannelsLast)
    {
        int channels = EnsureChannels(x, layout, (gamma, "gamma"), (beta, "beta"));
        if (x.Shape.Count == 0)
        {
            throw new ShapeException($"BatchNorm: {x.Shape} has no numbers to take a mean of. Normalise with given statistics instead.");
        }

        int[] order = ChannelsLastOrder(x.Shape.Rank, layout);
        Tensor ordered = layout == ImageLayout.ChannelsFirst ? x.Transpose(order) : x;
        Tensor rows = ordered.Reshape(-1, channels);
        Tensor mean = rows.Mean(0);
        Tensor centered = rows - mean;
        Tensor variance = centered.Square().Mean(0);
        Tensor y = (centered * (gamma / (variance + epsilon).Sqrt()) + beta).Reshape(ordered.Shape.Extents.ToArray());
        return new BatchNormResult(layout == ImageLayout.ChannelsFirst ? y.Transpose(Inverse(order)) : y, mean, variance);
    }

    /// <summary>Batch normalisation with given statistics, for evaluation: y = γ·(x − mean)/√(variance + ε) + β, a fixed line for each channel.</summary>
    /// <inheritdoc cref="BatchNorm(Tensor, Tensor, Tensor, double, ImageLayout)"/>
    public static Tensor BatchNorm(
        this Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, double epsilon, ImageLayout layout = ImageLayout.ChannelsLast)
    {
        EnsureChannels(x, layout, (gamma, "gamma"), (beta, "beta"), (mean, "mean"), (variance, "variance"));
        int[] order = ChannelsLastOrder(x.Shape.Rank, layout);
        Tensor ordered = layout == ImageLayout.ChannelsFirst ? x.Transpose(order) : x;
        Tensor y = (ordered - mean) * (gamma / (variance + epsilon).Sqrt()) + beta;
        return layout == ImageLayout.ChannelsFirst ? y.Transpose(Inverse(order)) : y;
    }

    private static int EnsureChannels(Tensor x, ImageLayout layout, params ReadOnlySpan<(Tensor Tensor, string Name)> vectors)
    {
        if (x.Shape.Rank < 2)
        {
            throw new ShapeException($"BatchNorm: x is {x.Shape}, at least two axes (batch and channels) are expected. Reshape it.");
        }

        int axis = layout == ImageLayout.ChannelsFirst ? 1 : x.Shape.Rank - 1;
        int channels = x.Shape[axis];
        foreach ((Tensor tensor, string name) in vectors)
        {
            if (tensor.Shape.Rank != 1 || tensor.Shape[0] != channels)
            {
                throw new ShapeException($"BatchNorm: {name} is {tensor.Shape}, [{channels}] is expected: one number for each channel (axis {axis}) of {x.Shape}.");
            }
        }

        return channels;
    }

    private static int[] ChannelsLastOrder(int rank, ImageLayout layout) =>
        layout == ImageLayout.ChannelsFirst ? [0, .. Enumerable.Range(2, rank - 2), 1] : [];

    private static int[] Inverse(int[] order) => [.. Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis))];
}

/// <summary>What batch normalisation gives in training.</summary>
/// <param name="Output">The normalised numbers, of the input's shape.</param>
/// <param name="Mean">μ of each channel, [channels].</param>
/// <param name="Variance">σ² of each channel, biased, [channels]; times n/(n − 1) it is the unbiased estimate.</param>
public readonly record struct BatchNormResult(Tensor Output, Tensor Mean, Tensor Variance);
