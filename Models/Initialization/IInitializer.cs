using NativeGan.Engine.Backends;

namespace NativeGan.Models.Initialization;

/// <summary>How the initial weights and biases of a layer are drawn.</summary>
public interface IInitializer
{
    /// <summary>The distribution of the weights of a layer.</summary>
    InitialDistribution Weight(Fan fan);

    /// <summary>The distribution of its biases.</summary>
    InitialDistribution Bias(Fan fan);
}

/// <summary>The connections of a layer's unit.</summary>
/// <param name="In">Inputs of one unit.</param>
/// <param name="Out">Units fed by one input.</param>
public readonly record struct Fan(int In, int Out);

/// <summary>A distribution with mean 0.</summary>
/// <param name="Kind">Uniform on [−<paramref name="Width"/>, <paramref name="Width"/>), or normal.</param>
/// <param name="Width">Bound of the uniform, or standard deviation of the normal distribution; 0 gives zeros.</param>
public readonly record struct InitialDistribution(RandomKind Kind, double Width)
{
    /// <summary>All zeros.</summary>
    public static InitialDistribution Zero => new(RandomKind.Uniform, 0);

    /// <summary>Uniform on [−bound, bound).</summary>
    public static InitialDistribution Uniform(double bound) => new(RandomKind.Uniform, bound);

    /// <summary>Normal with the given standard deviation.</summary>
    public static InitialDistribution Normal(double standardDeviation) => new(RandomKind.Normal, standardDeviation);

    /// <summary>The standard deviation of either kind.</summary>
    public double StandardDeviation => Kind == RandomKind.Normal ? Width : Width / Math.Sqrt(3);
}
