namespace NativeGan.Training.Hyperparameters;

/// <summary>Where help shows an option.</summary>
internal enum OptionSection
{
    /// <summary>What is run, for how long, and where.</summary>
    Run,

    /// <summary>The networks, their noise and their losses.</summary>
    Networks,

    /// <summary>How the networks are updated.</summary>
    Optimiser,

    /// <summary>What is trained on, and how batches are drawn.</summary>
    Data,

    /// <summary>What is written, and how often.</summary>
    Output,
}
