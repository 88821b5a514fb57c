using NativeGan.Models.Gans;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Options;

/// <summary>The layers of a run's networks: from its options, or the model's own with the run's hidden units.</summary>
public static class NetworkOptions
{
    private const string GeneratorLayers = "generatorLayers (--generator-layers)", DiscriminatorLayers = "discriminatorLayers (--discriminator-layers)";

    /// <summary>The run's networks; null for a model whose networks are not data.</summary>
    /// <exception cref="InputException">The layers are none, or the model takes none.</exception>
    public static MlpGanDesign? Of(TrainingOptions options)
    {
        if (OwnOf(options) is not { } networks)
        {
            return options.GeneratorLayers.Length == 0 && options.DiscriminatorLayers.Length == 0
                ? null
                : throw new InputException($"{GeneratorLayers}: {HyperparameterCatalog.Find(nameof(TrainingOptions.GeneratorLayers)).AbsenceIn(options)}", ExitCodes.Usage);
        }

        networks = new MlpGanDesign(
            Or(options.GeneratorLayers, networks.Generator), Or(options.DiscriminatorLayers, networks.Discriminator));
        return networks.Discriminator.Output.Name == "none"
            ? networks
            : throw new InputException($"{DiscriminatorLayers}: found 'out:{networks.Discriminator.Output.Name}', but losses take the discriminator's raw outputs. Leave 'out' out.", ExitCodes.Usage);

        static MlpDesign Or(string text, MlpDesign own) => text.Length == 0 ? own : NetworkNotation.Read(text, own);
    }

    /// <summary>Properties of <see cref="TrainingOptions"/> that a run's layers use, whatever its model does.</summary>
    public static IReadOnlyList<string> UsesOf(TrainingOptions options) =>
        new[] { options.GeneratorLayers, options.DiscriminatorLayers }.Any(layers => layers.Length > 0 && Read(layers).Layers.Any(layer => layer.DropoutKeep == 0))
            ? [nameof(TrainingOptions.DropoutKeep)]
            : [];

    /// <summary>Options after some of them were changed, with layers that fit the change.</summary>
    /// <remarks>
    /// New layers are completed from those before. A new model brings its own. New hidden units are the new width of all layers, which had one width before.
    /// </remarks>
    /// <param name="before">The options before the change.</param>
    /// <param name="after">The options after it.</param>
    /// <exception cref="InputException">The layers are none, or have no common width that hidden units could change.</exception>
    public static TrainingOptions Settle(TrainingOptions before, TrainingOptions after)
    {
        bool isOther = after.Model != before.Model;
        MlpGanDesign? own = OwnOf(after);
        return after with
        {
            GeneratorLayers = Settle(
                GeneratorLayers, "generatorHidden (--generator-hidden)", isOther ? "" : before.GeneratorLayers, own?.Generator,
                before.GeneratorLayers != after.GeneratorLayers ? after.GeneratorLayers : null,
                before.GeneratorHidden != after.GeneratorHidden ? after.GeneratorHidden : null),
            DiscriminatorLayers = Settle(
                DiscriminatorLayers, "discriminatorHidden (--discriminator-hidden)", isOther ? "" : before.DiscriminatorLayers, own?.Discriminator,
                before.DiscriminatorLayers != after.DiscriminatorLayers ? after.DiscriminatorLayers : null,
                before.DiscriminatorHidden != after.DiscriminatorHidden ? after.DiscriminatorHidden : null),
        };
    }

    /// <summary>Options whose hidden layers all have one width, and are otherwise as they were.</summary>
    public static TrainingOptions WithHidden(TrainingOptions options, int width) => options with
    {
        GeneratorHidden = width,
        DiscriminatorHidden = width,
        GeneratorLayers = Widen(options.GeneratorLayers, width),
        DiscriminatorLayers = Widen(options.DiscriminatorLayers, width),
    };

    private static string Settle(string where, string whereHidden, string before, MlpDesign? own, string? layers, int? hidden)
    {
        if (layers is not null)
        {
            // What a model that takes none does with them is said when the options are checked.
            return layers.Length == 0 || own is null ? layers : NetworkNotation.Write(NetworkNotation.Read(layers, before.Length == 0 ? own : Read(before)));
        }

        if (before.Length == 0 || hidden is null)
        {
            return before;
        }

        int[] widths = [.. Read(before).Layers.Select(layer => layer.Width)];
        return widths.Distinct().Count() == 1
            ? Widen(before, hidden.Value)
            : throw new InputException(
                $"{whereHidden}: found {hidden}, but the hidden layers have {string.Join(", ", widths)} units. Give all of them: {where[(where.IndexOf('(', StringComparison.Ordinal) + 1)..^1]} {string.Join(',', widths)}.",
                ExitCodes.Usage);
    }

    private static string Widen(string layers, int width)
    {
        if (layers.Length == 0)
        {
            return layers;
        }

        MlpDesign design = Read(layers);
        return NetworkNotation.Write(design with { Layers = [.. design.Layers.Select(layer => layer with { Width = width })] });
    }

    /// <summary>Layers that options hold: they are complete, so that what they replace does not matter.</summary>
    private static MlpDesign Read(string layers) => NetworkNotation.Read(layers, NetworkLayers.AnyNetwork);

    private static MlpGanDesign? OwnOf(TrainingOptions options) =>
        ModelCatalog.All[options.Model].Design?.Invoke(options.GeneratorHidden, options.DiscriminatorHidden);
}
