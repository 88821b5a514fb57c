using NativeGan.Engine.Backends;

namespace NativeGan.Models.Initialization;

/// <summary>Draws initial values on the host, in double precision, so that a network starts with the same values on every backend.</summary>
/// <remarks>Each call is the next draw of one counter-based stream (<see cref="RandomDraw"/>).</remarks>
/// <param name="seed">The run's seed.</param>
public sealed class InitialValues(ulong seed)
{
    /// <summary>The stream set aside for initial values.</summary>
    public const uint Stream = 0x1217;

    private ulong _draws;

    /// <summary>The next values of a distribution.</summary>
    public double[] Draw(InitialDistribution distribution, int count)
    {
        RandomDraw draw = distribution.Kind == RandomKind.Normal
            ? new RandomDraw(RandomKind.Normal, seed, Stream, distribution.Width)
            : RandomDraw.Uniform(seed, Stream, -distribution.Width, distribution.Width);
        double[] values = new double[count];
        for (int element = 0; element < count; element++)
        {
            values[element] = draw.NumberAt(_draws, element);
        }

        _draws++;
        return values;
    }
}
