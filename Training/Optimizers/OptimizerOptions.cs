using NativeGan.Engine;
using NativeGan.Engine.Differentiation;

namespace NativeGan.Training.Optimizers;

/// <summary>Which optimiser a network is trained with, and its constants.</summary>
public sealed record OptimizerOptions
{
    /// <summary>The optimisers by name; see <see cref="Create"/>.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["adam", "adam-epsilon-hat", "sgd", "momentum", "momentum-scheduled", "nesterov", "rmsprop", "rmsprop-tensorflow"];

    /// <summary>One of <see cref="Kinds"/>.</summary>
    public string Kind { get; init; } = "adam";

    /// <summary>η; 2e-4 in all sources but S3.</summary>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>β₁ of Adam; 0.9 (Kingma &amp; Ba 2015).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂ of Adam; 0.999 (Kingma &amp; Ba 2015).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε of Adam and RMSProp; 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>μ of momentum; 0.9. TensorFlow's RMSProp uses it too; scheduled momentum starts from it.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>μ of scheduled momentum after its ramp; 0.9.</summary>
    public double FinalMomentum { get; init; } = 0.9;

    /// <summary>Updates in which scheduled momentum goes from <see cref="Momentum"/> to <see cref="FinalMomentum"/>; 0 for no change.</summary>
    public long MomentumRamp { get; init; }

    /// <summary>What scheduled momentum divides its learning rate by after each update; 1 for no change.</summary>
    public double LearningRateDecay { get; init; } = 1;

    /// <summary>The learning rate that scheduled momentum does not go below; 0.</summary>
    public double MinimumLearningRate { get; init; }

    /// <summary>α of RMSProp; 0.9 (Tieleman &amp; Hinton 2012).</summary>
    public double Decay { get; init; } = 0.9;

    /// <summary>An optimiser for some parameters, with a fresh state.</summary>
    /// <exception cref="ArgumentException">There is no optimiser of that <see cref="Kind"/>.</exception>
    public IParameterUpdater Create(IReadOnlyList<Parameter> parameters) => Kind switch
    {
        "adam" => new ParameterUpdater<AdamRule>(parameters, new AdamRule(Beta1, Beta2, Epsilon, isEpsilonHat: false), LearningRate),
        "adam-epsilon-hat" => new ParameterUpdater<AdamRule>(parameters, new AdamRule(Beta1, Beta2, Epsilon, isEpsilonHat: true), LearningRate),
        "sgd" => new ParameterUpdater<MomentumRule>(parameters, new MomentumRule(0, isNesterov: false), LearningRate),
        "momentum" => new ParameterUpdater<MomentumRule>(parameters, new MomentumRule(Momentum, isNesterov: false), LearningRate),
        "momentum-scheduled" => new ParameterUpdater<ScheduledMomentumRule>(
            parameters, new ScheduledMomentumRule(Momentum, FinalMomentum, MomentumRamp, LearningRateDecay, MinimumLearningRate), LearningRate),
        "nesterov" => new ParameterUpdater<MomentumRule>(parameters, new MomentumRule(Momentum, isNesterov: true), LearningRate),
        "rmsprop" => new ParameterUpdater<RmsPropRule>(parameters, new RmsPropRule(Decay, Epsilon), LearningRate),
        "rmsprop-tensorflow" => new ParameterUpdater<TensorFlowRmsPropRule>(
            parameters, new TensorFlowRmsPropRule(Decay, Momentum, Epsilon), LearningRate, TensorFlowRmsPropRule.InitialFirst),
        _ => throw new ArgumentException($"There is no optimiser '{Kind}'; there are {string.Join(", ", Kinds)}."),
    };
}
