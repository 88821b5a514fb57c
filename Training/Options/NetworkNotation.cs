using System.Globalization;
using NativeGan.Models.Gans;
using NativeGan.Models.Layers;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Options;

/// <summary>A fully connected network in one line: <c>512:leaky-relu=0.2:dropout-keep=0.7,256:relu,out:tanh</c>.</summary>
/// <remarks>
/// Hidden layers stand from the input on, with commas between. A layer is its width and, after colons and in any order, an activation,
/// <c>batch-norm</c> and <c>dropout-keep</c>; an argument follows an equals sign. <c>out</c> at the end is the activation of the output.
/// A width alone takes everything but the width from the layer that it replaces, a layer without an activation takes that one's activation,
/// and a line without <c>out</c> takes its output. Layers beyond the last replace the last.
/// </remarks>
public static class NetworkNotation
{
    /// <summary>Widest layer.</summary>
    public const int LargestWidth = 1 << 16;

    /// <summary>How layers are written, for help and messages.</summary>
    public const string Form = "512,256 or 512:leaky-relu=0.2:batch-norm,256:dropout-keep=0.7,out:tanh";

    private const string Output = "out", BatchNorm = "batch-norm", DropoutKeep = "dropout-keep";

    /// <summary>What can follow a width, for help and messages.</summary>
    public static string Words { get; } =
        $"{string.Join(", ", ActivationCatalog.All.Select(entry => entry.Value.Argument is { } argument ? $"{entry.Key}={argument}" : entry.Key))}, {BatchNorm}=epsilon and {DropoutKeep}=probability";

    /// <summary>The network in one line, complete: reading it needs no other network.</summary>
    public static string Write(MlpDesign design) => string.Join(',', [.. design.Layers.Select(Write), $"{Output}:{Write(design.Output)}"]);

    /// <summary>Reads a network.</summary>
    /// <param name="text">The line.</param>
    /// <param name="replaced">What it takes the place of.</param>
    /// <exception cref="FormatException">It is no network; the message says which layer, what was found and what is expected.</exception>
    public static MlpDesign Read(string text, MlpDesign replaced)
    {
        string[] parts = text.Split(',');
        bool hasOutput = parts[^1].Split(':')[0] == Output;
        int count = hasOutput ? parts.Length - 1 : parts.Length;
        if (count == 0)
        {
            throw new FormatException($"at least one hidden layer is expected before 'out', such as 256:relu,{text}.");
        }

        IReadOnlyList<LayerDesign> old = replaced.Layers;
        return new MlpDesign(
            [.. Enumerable.Range(0, count).Select(index => ReadLayer(parts[index], $"layer {index + 1}", old[Math.Min(index, old.Count - 1)]))],
            hasOutput ? ReadOutput(parts[^1]) : replaced.Output);
    }

    private static string Write(LayerDesign layer)
    {
        List<string> parts = [layer.Width.ToString(CultureInfo.InvariantCulture)];
        if (layer.BatchNormEpsilon is { } epsilon)
        {
            parts.Add(epsilon == BatchNormOptions.PyTorch.Epsilon ? BatchNorm : $"{BatchNorm}={Text(epsilon)}");
        }

        parts.Add(Write(layer.Activation));
        if (layer.DropoutKeep is { } keep)
        {
            parts.Add(keep == 0 ? DropoutKeep : $"{DropoutKeep}={Text(keep)}");
        }

        return string.Join(':', parts);
    }

    private static string Write(ActivationChoice activation) =>
        activation.Entry.Argument is null ? activation.Name : $"{activation.Name}={Text(activation.Argument)}";

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture).ToLowerInvariant();

    private static LayerDesign ReadLayer(string text, string where, LayerDesign replaced)
    {
        string[] parts = text.Split(':');
        int width = Numbers.WholeOrZero(parts[0], 1, LargestWidth);
        if (width == 0)
        {
            throw new FormatException($"{where}: found '{parts[0]}', a width of 1 to {LargestWidth} is expected. A layer begins with its width.");
        }

        if (parts.Length == 1)
        {
            return replaced with { Width = width };
        }

        HashSet<string> seen = [];
        LayerDesign layer = new(width, replaced.Activation);
        foreach (string part in parts[1..])
        {
            (string name, double? argument) = ReadWord(part, where);
            if (!seen.Add(name is BatchNorm or DropoutKeep ? name : "activation"))
            {
                throw new FormatException($"{where}: '{part}' is one too many: a layer has one activation, one {BatchNorm} and one {DropoutKeep}.");
            }

            layer = name switch
            {
                BatchNorm => layer with { BatchNormEpsilon = argument is null ? BatchNormOptions.PyTorch.Epsilon : Within(argument.Value, argument is > 0 and <= 1, "a number above 0, up to 1", part, where) },
                DropoutKeep => layer with { DropoutKeep = argument is null ? 0 : Within(argument.Value, argument is > 0 and <= 1, "a number above 0, up to 1", part, where) },
                _ => layer with { Activation = Choice(name, argument, part, where) },
            };
        }

        return layer;
    }

    private static ActivationChoice ReadOutput(string text)
    {
        const string Where = "output";
        string[] parts = text.Split(':');
        if (parts.Length != 2)
        {
            throw new FormatException($"{Where}: one activation is expected, such as out:tanh. There are {string.Join(", ", ActivationCatalog.All.Keys)}.");
        }

        (string name, double? argument) = ReadWord(parts[1], Where);
        return ActivationCatalog.All.ContainsKey(name)
            ? Choice(name, argument, parts[1], Where)
            : throw new FormatException($"{Where}: the output takes an activation, and no '{name}'. There are {string.Join(", ", ActivationCatalog.All.Keys)}.");
    }

    private static (string Name, double? Argument) ReadWord(string text, string where)
    {
        string[] parts = text.Split('=', 2);
        string[] names = [.. ActivationCatalog.All.Keys, BatchNorm, DropoutKeep];
        if (!names.Contains(parts[0]))
        {
            throw new FormatException($"{where}: there is no '{parts[0]}'{Nearest.Hint(parts[0], names)} There are {Words}.");
        }

        if (parts.Length == 1)
        {
            return (parts[0], null);
        }

        return Numbers.TryReal(parts[1], out double argument)
            ? (parts[0], argument)
            : throw new FormatException($"{where}: found '{parts[1]}' after '{parts[0]}=', a number is expected.");
    }

    private static ActivationChoice Choice(string name, double? argument, string text, string where)
    {
        ActivationEntry entry = ActivationCatalog.All[name];
        return entry.Argument is null && argument is not null
            ? throw new FormatException($"{where}: '{name}' takes no number. Write {name}.")
            : argument is null
                ? new ActivationChoice(name)
                : new ActivationChoice(name, Within(argument.Value, argument >= 0 && double.IsFinite(argument.Value), "a number of 0 or more", text, where));
    }

    private static double Within(double found, bool isGood, string expected, string text, string where) =>
        isGood ? found : throw new FormatException($"{where}: found '{text}', {expected} is expected.");
}
