using NativeGan.Engine;
using NativeGan.Models;

namespace NativeGan.Training.Evaluation;

/// <summary>An exponential moving average of a network's parameters; it stays on the device.</summary>
/// <remarks>
/// average ← keep·average + (1 − keep)·parameter after each step; it starts at the initial parameters, whose share keepⁿ is nothing after
/// some multiples of 1/(1 − keep) steps. Source: Polyak &amp; Juditsky 1992, with the exponential weights of Kingma &amp; Ba 2015, §7.2.
/// </remarks>
internal sealed class WeightAverage : IDisposable
{
    private readonly double _keep;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly StateTensor[] _averages;

    /// <summary>An average that starts at the parameters as they are.</summary>
    /// <param name="network">What is averaged.</param>
    /// <param name="keep">Share of the old average in the new one, 0 (no averaging) or more, below 1.</param>
    public WeightAverage(Module network, double keep)
    {
        (_keep, _parameters) = (keep, network.Parameters);
        _averages = [.. _parameters.Select(parameter => new StateTensor($"{parameter.Name}.average", parameter.Backend, parameter.ToDoubleArray(), parameter.Shape))];
    }

    /// <summary>Takes in the parameters after a step.</summary>
    public void Take()
    {
        for (int index = 0; index < _averages.Length; index++)
        {
            _averages[index].Blend(_keep, _parameters[index], 1 - _keep);
        }
    }

    /// <summary>Gives the network the averages as its parameters.</summary>
    public void Apply()
    {
        for (int index = 0; index < _averages.Length; index++)
        {
            _parameters[index].Assign(_averages[index].ToDoubleArray());
        }
    }

    /// <summary>Returns the averages' buffers.</summary>
    public void Dispose()
    {
        foreach (StateTensor average in _averages)
        {
            average.Dispose();
        }
    }
}
