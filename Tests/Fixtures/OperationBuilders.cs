using NativeGan.Engine;
using NativeGan.Engine.Operations;

namespace NativeGan.Tests.Fixtures;

/// <summary>How each recorded operation is made of the engine's; one line each.</summary>
public static class OperationBuilders
{
    /// <summary>Operations of the fixtures that the engine does not have yet.</summary>
    public static IReadOnlySet<string> NotBuiltYet { get; } = new HashSet<string>();

    /// <summary>Operations whose cost grows with the product of extents; see <see cref="Support.BackendCases.IsSmallEnough"/>.</summary>
    public static IReadOnlySet<string> MultiplyMatrices { get; } =
        new HashSet<string> { "matmul", "batch_matmul", "linear", "conv2d", "conv_transpose2d", "graph_diamond", "graph_two_outputs" };

    private static readonly Dictionary<string, Func<OperationInputs, Tensor[]>> _builders = new()
    {
        ["matmul"] = x => [x[0].MatMul(x[1], x.Flag("transA"), x.Flag("transB"))],
        ["linear"] = x => [x[0].Linear(x[1], x[2])],
        ["add"] = x => [x[0] + x[1]],
        ["sub"] = x => [x[0] - x[1]],
        ["mul"] = x => [x[0] * x[1]],
        ["div"] = x => [x[0] / x[1]],
        ["maximum"] = x => [x[0].Maximum(x[1])],
        ["minimum"] = x => [x[0].Minimum(x[1])],
        ["pow"] = x => [x[0].Pow(x[1])],
        ["pow_scalar"] = x => [x[0].PowScalar(x.Number("exponent"))],
        ["neg"] = x => [-x[0]],
        ["exp"] = x => [x[0].Exp()],
        ["log"] = x => [x[0].Log()],
        ["sqrt"] = x => [x[0].Sqrt()],
        ["abs"] = x => [x[0].Abs()],
        ["square"] = x => [x[0].Square()],
        ["relu"] = x => [x[0].Relu()],
        ["leaky_relu"] = x => [x[0].LeakyRelu(x.Number("alpha"))],
        ["elu"] = x => [x[0].Elu(x.Number("alpha"))],
        ["sigmoid"] = x => [x[0].Sigmoid()],
        ["tanh"] = x => [x[0].Tanh()],
        ["softplus"] = x => [x[0].Softplus()],
        ["sin"] = x => [x[0].Sin()],
        ["cos"] = x => [x[0].Cos()],
        ["reciprocal"] = x => [x[0].Reciprocal()],
        ["rsqrt"] = x => [x[0].ReciprocalSqrt()],
        ["clamp"] = x => [x[0].Clamp(x.Number("min"), x.Number("max"))],
        ["softmax"] = x => [x[0].Softmax(x.Integer("axis"))],
        ["log_softmax"] = x => [x[0].LogSoftmax(x.Integer("axis"))],
        ["softmax_cross_entropy"] = x => [x[0].SoftmaxCrossEntropy(x.Indices(1))],
        ["reduce_sum"] = x => [x[0].Sum(x.Axes(x[0].Shape.Rank), x.Flag("keepdim"))],
        ["reduce_mean"] = x => [x[0].Mean(x.Axes(x[0].Shape.Rank), x.Flag("keepdim"))],
        ["reduce_max"] = x => [x[0].Max(x.Axes(x[0].Shape.Rank), x.Flag("keepdim"))],
        ["reduce_min"] = x => [x[0].Min(x.Axes(x[0].Shape.Rank), x.Flag("keepdim"))],
        ["variance"] = x => [x[0].Variance(x.Axes(x[0].Shape.Rank), x.Integer("ddof"), x.Has("keepdim") && x.Flag("keepdim"))],
        ["batch_matmul"] = x => [x[0].BatchMatMul(x[1])],
        ["concat"] = x => [TensorOperations.Concatenate(x.Integer("axis"), x.All())],
        ["reshape"] = x => [x[0].Reshape(x.Integers("shape"))],
        ["transpose"] = x => [x[0].Transpose(x.Integers("perm"))],
        ["slice"] = x => [x[0].Slice(x.Integers("begin"), x.Integers("end"), x.Integers("step"))],
        ["pad"] = x => [x[0].Pad(x.Integers("pads_before"), x.Integers("pads_after"), x.Number("value"))],
        ["expand"] = x => [x[0].BroadcastTo(new Shape(x.Integers("shape")))],
        ["mse"] = x => [Reduce((x[0] - x[1]).Square(), x.Text("reduction"))],
        ["bce"] = x => [Reduce(BinaryCrossEntropy(x), x.Text("reduction"))],
        ["bce_logits"] = x => [Reduce(x[0].BinaryCrossEntropyWithLogits(x[1]), x.Text("reduction"))],
        ["bce_logits_none"] = x => [Reduce(x[0].BinaryCrossEntropyWithLogits(x[1]), x.Text("reduction"))],
        ["log_eps_loss"] = LogarithmWithEpsilon,
        ["dropout_mask"] = x => [x[0].DropoutMask(x[1], x.Number("keep_prob"))],
        ["conv2d"] = x => [x[0].Convolution(x[1], x.Count > 2 ? x[2] : null, Geometry(x, "pads"))],
        ["conv_transpose2d"] = x => [x[0].TransposedConvolution(x[1], x.Count > 2 ? x[2] : null, Geometry(x, "pads"), OutputPadding(x))],
        ["batch_norm"] = BatchNorm,
        ["embedding"] = x => [x[0].Embedding(x.Indices(1))],
        ["one_hot"] = x => [TensorOperations.OneHot(x.Backend, x.Indices(0), x.Integer("depth"))],
        ["graph_diamond"] = Diamond,
        ["graph_reuse"] = x => [x[0].PowScalar(3) + x[0] / (x[0].Square() + 1) - x[0]],
        ["graph_diffs"] = SquaredDifferences,
        ["graph_two_outputs"] = TwoOutputs,
    };

    /// <summary>Applies a recorded operation; the outputs come in the recorded order.</summary>
    /// <exception cref="NotSupportedException">Nobody wrote a builder for it.</exception>
    public static Tensor[] Apply(string op, OperationInputs inputs) => _builders.TryGetValue(op, out Func<OperationInputs, Tensor[]>? build)
        ? build(inputs)
        : throw new NotSupportedException($"There is no builder for '{op}'; add one to {nameof(OperationBuilders)}.");

    /// <summary>Stride, padding and layout; "same" where the case says so, and numbers otherwise.</summary>
    private static ConvolutionGeometry Geometry(OperationInputs x, string pads)
    {
        int[] stride = x.Integers("stride");
        ImageLayout layout = x.Text("layout") == "NHWC" ? ImageLayout.ChannelsLast : ImageLayout.ChannelsFirst;
        if (x.Has("padding"))
        {
            return new ConvolutionGeometry(stride[0], stride[1], ConvolutionPadding.Same, layout);
        }

        int[] sides = x.Integers(pads);
        return new ConvolutionGeometry(stride[0], stride[1], ConvolutionPadding.Sides(sides[0], sides[1], sides[2], sides[3]), layout);
    }

    private static int OutputPadding(OperationInputs x) => x.Has("output_padding") ? x.Integers("output_padding").Distinct().Single() : 0;

    /// <summary>The normalised numbers and, in training with running statistics, those after the step.</summary>
    private static Tensor[] BatchNorm(OperationInputs x)
    {
        double epsilon = x.Number("epsilon");
        ImageLayout layout = x.Integer("channel_axis") == x[0].Shape.Rank - 1 ? ImageLayout.ChannelsLast : ImageLayout.ChannelsFirst;
        if (x.Text("mode") == "eval")
        {
            return [x[0].BatchNorm(x[1], x[2], x[3], x[4], epsilon, layout)];
        }

        BatchNormResult result = x[0].BatchNorm(x[1], x[2], epsilon, layout);
        if (x.Count < 5)
        {
            return [result.Output];
        }

        double share = x.Number("new_stat_weight"), count = (double)x[0].Shape.Count / x[1].Shape.Count;
        Tensor variance = x.Text("running_var") == "biased" ? result.Variance : result.Variance * (count / (count - 1));
        return [result.Output, x[3] * (1 - share) + result.Mean * share, x[4] * (1 - share) + variance * share];
    }

    private static Tensor Reduce(Tensor loss, string reduction) => reduction switch
    {
        "mean" => loss.Mean(),
        "sum" => loss.Sum(),
        "none" => loss,
        _ => throw new NotSupportedException($"There is no builder for reduction '{reduction}'."),
    };

    private static Tensor BinaryCrossEntropy(OperationInputs x)
    {
        switch (x.Text("variant"))
        {
            case "torch":
                return x[0].BinaryCrossEntropy(x[1]);
            case "keras":
                double epsilon = x.Number("epsilon");
                Tensor clipped = x[0].Clamp(epsilon, 1 - epsilon);
                return -(x[1] * (clipped + epsilon).Log() + (1 - x[1]) * (1 - clipped + epsilon).Log());
            default:
                throw new NotSupportedException($"There is no builder for 'bce' of variant '{x.Text("variant")}'.");
        }
    }

    /// <summary>−mean(log(r + ε) + log(1 − f + ε)).</summary>
    private static Tensor[] LogarithmWithEpsilon(OperationInputs x)
    {
        double epsilon = x.Number("eps");
        return [-((x[0] + epsilon).Log() + (1 - x[1] + epsilon).Log()).Mean()];
    }

    /// <summary>mean((tanh(h)·σ(h) + Σ x)²) with h = x·w and the sum over each row: h and x fan out.</summary>
    private static Tensor[] Diamond(OperationInputs x)
    {
        Tensor h = x[0].MatMul(x[1]);
        return [(h.Tanh() * h.Sigmoid() + x[0].Sum(1, keepAxis: true)).Square().Mean()];
    }

    /// <summary>[x, (x − μ)²] side by side, where μ, the mean of the first row, is a constant.</summary>
    private static Tensor[] SquaredDifferences(OperationInputs x)
    {
        Tensor mean = x[0].Slice([0, 0], [1, x[0].Shape[1]]).Mean().StopGradient();
        return [TensorOperations.Concatenate(1, x[0], (x[0] - mean).Square())];
    }

    /// <summary>relu(x·w), and the mean of x·w over the batch.</summary>
    private static Tensor[] TwoOutputs(OperationInputs x)
    {
        Tensor h = x[0].MatMul(x[1]);
        return [h.Relu(), h.Mean(0)];
    }
}
