using System.Text.Json.Nodes;
using NativeGan.Training.Options;

namespace NativeGan.Training.Runs;

/// <summary>The options of several runs, told apart by whether the runs agree.</summary>
internal static class OptionDifferences
{
    /// <summary>Every option of the runs, by its name in <c>run.json</c>; an optimiser's as <c>generatorOptimizer.beta1</c>.</summary>
    /// <param name="runs">One or more configurations.</param>
    /// <returns>Each with its value in each run, and whether those differ.</returns>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Values, bool Differ)> Of(IReadOnlyList<TrainingOptions> runs)
    {
        List<(string Name, string Value)>[] all = [.. runs.Select(options => Flatten("", TrainingOptionsFile.ToNode(options)).ToList())];
        return
        [
            .. all[0].Select((option, index) =>
            {
                string[] values = [.. all.Select(options => options[index].Value)];
                return (option.Name, (IReadOnlyList<string>)values, values.Distinct(StringComparer.Ordinal).Count() > 1);
            }),
        ];
    }

    // Every configuration is written from the same type, so that all have the same options in the same order.
    private static IEnumerable<(string Name, string Value)> Flatten(string prefix, JsonNode? node) => node is JsonObject inner
        ? inner.SelectMany(property => Flatten(prefix.Length == 0 ? property.Key : $"{prefix}.{property.Key}", property.Value))
        : [(prefix, node?.ToString() ?? "none")];
}
