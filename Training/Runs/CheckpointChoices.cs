using System.Text.Json;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Runs;

/// <summary>How a <see cref="CheckpointChoice"/> is written.</summary>
internal sealed class CheckpointChoices : ValueKind
{
    private const string Newest = "newest";

    /// <inheritdoc/>
    public override string Range => $"{Newest}, or a step";

    /// <inheritdoc/>
    public override string Expected => $"'{Newest}' or the step of a checkpoint";

    /// <inheritdoc/>
    public override string Placeholder => "STEP";

    /// <inheritdoc/>
    public override bool TryParse(string text, out object value)
    {
        bool isStep = Numbers.TryStep(text, out long step);
        value = isStep ? new CheckpointChoice(step) : CheckpointChoice.Newest;
        return isStep || text == Newest;
    }

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, out object value) => TryParse(element.ToString(), out value);

    /// <inheritdoc/>
    public override bool Holds(object value) => value is CheckpointChoice;

    /// <inheritdoc/>
    public override string Show(object value) => ((CheckpointChoice)value).Step is { } step ? base.Show(step) : Newest;
}
