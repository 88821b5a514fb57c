using System.Text.Json;
using NativeGan.Training.Optimizers;

namespace NativeGan.Tests.Fixtures;

/// <summary>Optimisers by the names that the recorded cases use.</summary>
internal static class RecordedOptimizer
{
    /// <summary>The program's optimiser of a recorded kind, or null where there is none.</summary>
    /// <param name="kind">Such as <c>adam_tf</c>.</param>
    /// <param name="hyper">Its constants; what is missing has the defaults that the recordings name.</param>
    public static OptimizerOptions? Find(string kind, JsonElement hyper)
    {
        OptimizerOptions options = new()
        {
            LearningRate = hyper.GetProperty("lr").GetDouble(),
            Epsilon = Number(hyper, 1e-8, "eps"),
            Beta1 = Beta(hyper, 0, 0.9),
            Beta2 = Beta(hyper, 1, 0.999),
            Decay = Number(hyper, 0.9, "alpha", "decay"),
            Momentum = Number(hyper, 0, "momentum"),
        };
        return kind switch
        {
            "adam_torch" => options with { Kind = "adam" },
            "adam_tf" => options with { Kind = "adam-epsilon-hat" },
            "sgd" => options with { Kind = "sgd" },
            "sgd_momentum" => options with { Kind = IsNesterov(hyper) ? "nesterov" : "momentum" },
            "rmsprop_torch" => options with { Kind = "rmsprop" },
            "rmsprop_tf1" => options with { Kind = "rmsprop-tensorflow" },
            _ => null,
        };
    }

    private static bool IsNesterov(JsonElement hyper) =>
        hyper.TryGetProperty("nesterov", out JsonElement nesterov) && nesterov.GetBoolean();

    private static double Number(JsonElement hyper, double otherwise, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (hyper.TryGetProperty(name, out JsonElement value))
            {
                return value.GetDouble();
            }
        }

        return otherwise;
    }

    private static double Beta(JsonElement hyper, int index, double otherwise) =>
        hyper.TryGetProperty("betas", out JsonElement betas) || hyper.TryGetProperty("b", out betas) ? betas[index].GetDouble() : otherwise;
}
