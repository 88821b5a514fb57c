using NativeGan.Models.Gans;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Options;

/// <summary>The layers of a run's networks: from its options, or the model's own with the run's hidden units.</summary>
public static class NetworkOptions
{
    /// <summary>The run's networks; null for a model whose networks are not data.</summary>
    /// <exception cref="InputException">The layers are none, or the model takes none.</exception>
    public static MlpGanDesign? Of(TrainingOptions options) => Of(options, ValueOrigins.Unknown);

    /// <summary>The run's networks; null for a model whose networks are not data.</summary>
    /// <param name="options">The run.</param>
    /// <param name="origins">How its values were written, for messages.</param>
    /// <exception cref="InputException">The layers are none, or the model takes none.</exception>
    internal static MlpGanDesign? Of(TrainingOptions options, ValueOrigins origins)
    {
        if (OwnOf(options) is not { } networks)
        {
            string given = options.GeneratorLayers.Length > 0 ? nameof(TrainingOptions.GeneratorLayers) : nameof(TrainingOptions.DiscriminatorLayers);
            return options.GeneratorLayers.Length == 0 && options.DiscriminatorLayers.Length == 0
                ? null
                : throw new InputException($"{origins.NameOf(given)}: {HyperparameterCatalog.Find(given).AbsenceIn(options)}", ExitCodes.Usage);
        }

        networks = new MlpGanDesign(
            Or(options.GeneratorLayers, networks.Generator), Or(options.DiscriminatorLayers, networks.Discriminator));
        return networks.Discriminator.Output.Name == "none"
            ? networks
            : throw new InputException($"{origins.NameOf(nameof(TrainingOptions.DiscriminatorLayers))}: found 'out:{networks.Discriminator.Output.Name}', but losses take the discriminator's raw outputs. Leave 'out' out.", ExitCodes.Usage);

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
    public static TrainingOptions Settle(TrainingOptions before, TrainingOptions after) => Settle(before, after, ValueOrigins.Unknown);

    /// <summary>Options after some of them were changed, with layers that fit the change.</summary>
    /// <param name="before">The options before the change.</param>
    /// <param name="after">The options after it.</param>
    /// <param name="origins">How the values were written, for messages.</param>
    /// <exception cref="InputException">The layers are none, or have no common width that hidden units could change.</exception>
    internal static TrainingOptions Settle(TrainingOptions before, TrainingOptions after, ValueOrigins origins)
    {
        bool isOther = after.Model != before.Model;
        MlpGanDesign? own = OwnOf(after);
        TrainingOptions settled = after with
        {
            GeneratorLayers = Settle(
                origins.NameOf(nameof(TrainingOptions.GeneratorLayers)), origins.NameOf(nameof(TrainingOptions.GeneratorHidden)), isOther ? "" : before.GeneratorLayers, own?.Generator,
                before.GeneratorLayers != after.GeneratorLayers ? after.GeneratorLayers : null,
                before.GeneratorHidden != after.GeneratorHidden ? after.GeneratorHidden : null),
            DiscriminatorLayers = Settle(
                origins.NameOf(nameof(TrainingOptions.DiscriminatorLayers)), origins.NameOf(nameof(TrainingOptions.DiscriminatorHidden)), isOther ? "" : before.DiscriminatorLayers, own?.Discriminator,
                before.DiscriminatorLayers != after.DiscriminatorLayers ? after.DiscriminatorLayers : null,
                before.DiscriminatorHidden != after.DiscriminatorHidden ? after.DiscriminatorHidden : null),
        };

        // Hidden units that nobody chose follow the layers, so that the two never contradict each other in a file.
        return settled with
        {
            GeneratorHidden = Follow(nameof(after.GeneratorHidden), before.GeneratorHidden, after.GeneratorHidden, before.GeneratorLayers, settled.GeneratorLayers),
            DiscriminatorHidden = Follow(nameof(after.DiscriminatorHidden), before.DiscriminatorHidden, after.DiscriminatorHidden, before.DiscriminatorLayers, settled.DiscriminatorLayers),
        };

        int Follow(string row, int usual, int hidden, string old, string layers) =>
            hidden == usual && old.Length > 0 && layers.Length > 0 && layers != old && !isOther && HyperparameterCatalog.Find(row).IsUsedBy(after) ? Read(layers).Layers[0].Width : hidden;
    }

    /// <summary>Refuses hidden units that contradict the layers beside them: one of the two would be lost without a word.</summary>
    /// <param name="preset">What holds where neither was written: its hidden units say nothing about the layers.</param>
    /// <param name="run">What was written, laid over the preset.</param>
    /// <param name="origins">How the values were written.</param>
    /// <exception cref="InputException">A network's hidden units are not its layers' width.</exception>
    internal static void EnsureAgreement(TrainingOptions preset, TrainingOptions run, ValueOrigins origins)
    {
        Ensure(nameof(TrainingOptions.GeneratorHidden), nameof(TrainingOptions.GeneratorLayers), preset.GeneratorHidden, run.GeneratorHidden, run.GeneratorLayers);
        Ensure(nameof(TrainingOptions.DiscriminatorHidden), nameof(TrainingOptions.DiscriminatorLayers), preset.DiscriminatorHidden, run.DiscriminatorHidden, run.DiscriminatorLayers);

        void Ensure(string hiddenRow, string layersRow, int usual, int hidden, string layers)
        {
            bool isAsked = hidden != usual && layers.Length > 0 && HyperparameterCatalog.Find(hiddenRow).IsUsedBy(run);
            if (isAsked && Read(layers).Layers.All(layer => layer.Width != hidden))
            {
                string widths = string.Join(", ", Read(layers).Layers.Select(layer => layer.Width));
                throw new InputException(
                    $"{origins.NameOf(hiddenRow)}: found {hidden}, but {origins.NameOf(layersRow)} has {widths} units. Leave one of the two out.", ExitCodes.Usage);
            }
        }
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
                $"{whereHidden}: found {hidden}, but the hidden layers have {string.Join(", ", widths)} units. Give all of them: {where} {string.Join(',', widths)}.",
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
