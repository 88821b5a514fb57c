using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Operations;

namespace NativeGan.Models.Layers;

/// <summary>Batch normalisation: in training with mean and variance of the batch, in evaluation with their running averages.</summary>
/// <remarks>
/// Shapes: x [*, channels] (or [batch, channels, *]) → y of the same shape; γ, β and both running statistics [channels].
/// Every training pass moves the running statistics. A discriminator has two passes a step, of real and of generated samples, and both move
/// them. They are moved on the device and in place, so a replayed step moves them too.
/// Source: Ioffe &amp; Szegedy, ICML 2015, algorithms 1 and 2.
/// </remarks>
public sealed class BatchNorm : Module
{
    private readonly BatchNormOptions _options;
    private readonly Parameter _gamma;
    private readonly Parameter _beta;
    private readonly StateTensor _mean;
    private readonly StateTensor _variance;

    /// <summary>A layer with γ = 1, β = 0, running mean 0 and running variance 1.</summary>
    /// <param name="name">Prefix of its tensors' names: <c>name.weight</c> (γ), <c>name.bias</c> (β), <c>name.running_mean</c>, <c>name.running_var</c>.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="options">ε and how the running statistics are kept.</param>
    /// <param name="backend">Where the tensors live.</param>
    public BatchNorm(string name, int channels, BatchNormOptions options, IBackend backend)
    {
        _options = options;
        Shape shape = new(channels);
        double[] zeros = new double[channels], ones = [.. Enumerable.Repeat(1.0, channels)];
        _gamma = new Parameter($"{name}.weight", backend, ones, shape);
        _beta = new Parameter($"{name}.bias", backend, zeros, shape);
        _mean = new StateTensor($"{name}.running_mean", backend, zeros, shape);
        _variance = new StateTensor($"{name}.running_var", backend, ones, shape);
        Parameters = [_gamma, _beta];
        State = [_mean, _variance];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<StateTensor> State { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        BatchNormResult result = input.BatchNorm(_gamma, _beta, _options.Epsilon, _options.Layout);

        // A channel with a single number has no unbiased variance; its biased one, 0, is taken.
        double count = (double)input.Shape.Count / _gamma.Shape.Count;
        double correction = _options.IsRunningVarianceUnbiased && count > 1 ? count / (count - 1) : 1;
        double share = _options.BatchShare;
        _mean.Blend(1 - share, result.Mean, share);
        _variance.Blend(1 - share, result.Variance, share * correction);
        return result.Output;
    }

    /// <inheritdoc/>
    public override Tensor Evaluate(Tensor input) => input.BatchNorm(_gamma, _beta, _mean, _variance, _options.Epsilon, _options.Layout);
}
