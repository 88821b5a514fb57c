namespace NativeGan.Training.Loop;

/// <summary>Which network a phase of a step trains.</summary>
public enum StepPhaseKind
{
    /// <summary>The discriminator.</summary>
    Discriminator,

    /// <summary>The generator, with the encoder where the model has one.</summary>
    Generator,
}
