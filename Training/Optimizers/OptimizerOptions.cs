using NativeGan.Engine;
using NativeGan.Engine.Differentiation;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Optimizers;

/// <summary>Which optimiser a network is trained with, and its constants.</summary>
public sealed record OptimizerOptions
{
    /// <summary>A name of <see cref="OptimizerCatalog"/>.</summary>
    [Hyperparameter(OptionSection.Optimiser, "The optimiser.", Option = "optimizer", Chosen = "optimiser", Choices = typeof(OptimizerCatalog))]
    public string Kind { get; init; } = "adam";

    /// <summary>η; 2e-4 in all sources but S3.</summary>
    [Hyperparameter(OptionSection.Optimiser, "Learning rate.", Least = 0)]
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>β₁ of Adam; 0.9 (Kingma &amp; Ba 2015).</summary>
    [Hyperparameter(OptionSection.Optimiser, "Adam's decay of the mean.",
        Least = 0, Most = 1, ExcludesMost = true, UsedBy = nameof(Kind), Source = "Kingma & Ba 2015, algorithm 1")]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂ of Adam; 0.999 (Kingma &amp; Ba 2015).</summary>
    [Hyperparameter(OptionSection.Optimiser, "Adam's decay of the mean square.",
        Least = 0, Most = 1, ExcludesMost = true, UsedBy = nameof(Kind), Source = "Kingma & Ba 2015, algorithm 1")]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε of Adam and RMSProp; 1e-8.</summary>
    [Hyperparameter(OptionSection.Optimiser, "Epsilon of Adam and RMSProp.",
        Least = 0, ExcludesLeast = true, Most = 1, UsedBy = nameof(Kind), Absence = "has no epsilon")]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>μ of momentum; 0.9. TensorFlow's RMSProp uses it too; scheduled momentum starts from it.</summary>
    [Hyperparameter(OptionSection.Optimiser, "Momentum.",
        Least = 0, Most = 1, UsedBy = nameof(Kind), Absence = "has no momentum", Source = "Sutskever et al. 2013")]
    public double Momentum { get; init; } = 0.9;

    /// <summary>μ of scheduled momentum after its ramp; 0.9.</summary>
    [Hyperparameter(OptionSection.Optimiser, "Scheduled momentum after its ramp.",
        Least = 0, Most = 1, UsedBy = nameof(Kind), Absence = "has no schedule", Source = "pylearn2, as Goodfellow et al. 2014 trained")]
    public double FinalMomentum { get; init; } = 0.9;

    /// <summary>Updates in which scheduled momentum goes from <see cref="Momentum"/> to <see cref="FinalMomentum"/>; 0 for no change.</summary>
    [Hyperparameter(OptionSection.Optimiser, "Updates of scheduled momentum's ramp, 0 for none.",
        Unit = "updates", Least = 0, Most = 1e12, UsedBy = nameof(Kind), Absence = "has no schedule", Source = "pylearn2, as Goodfellow et al. 2014 trained")]
    public long MomentumRamp { get; init; }

    /// <summary>What scheduled momentum divides its learning rate by after each update; 1 for no change.</summary>
    [Hyperparameter(OptionSection.Optimiser, "What scheduled momentum divides its learning rate by after each update, 1 for no change.",
        Least = 1, UsedBy = nameof(Kind), Absence = "has no schedule", Source = "pylearn2, as Goodfellow et al. 2014 trained")]
    public double LearningRateDecay { get; init; } = 1;

    /// <summary>The learning rate that scheduled momentum does not go below; 0.</summary>
    [Hyperparameter(OptionSection.Optimiser, "Least learning rate of scheduled momentum.",
        Least = 0, FormerOption = "min-learning-rate", UsedBy = nameof(Kind), Absence = "has no schedule", Source = "pylearn2, as Goodfellow et al. 2014 trained")]
    public double MinimumLearningRate { get; init; }

    /// <summary>α of RMSProp; 0.9 (Tieleman &amp; Hinton 2012).</summary>
    [Hyperparameter(OptionSection.Optimiser, "RMSProp's decay of the mean square.",
        Least = 0, Most = 1, UsedBy = nameof(Kind), Absence = "has no such decay", Source = "Tieleman & Hinton 2012, lecture 6.5")]
    public double Decay { get; init; } = 0.9;

    /// <summary>An optimiser for some parameters, with a fresh state.</summary>
    /// <exception cref="ArgumentException">There is no optimiser of that <see cref="Kind"/>.</exception>
    public IParameterUpdater Create(IReadOnlyList<Parameter> parameters) => OptimizerCatalog.Find(Kind).Create(parameters, this);
}
