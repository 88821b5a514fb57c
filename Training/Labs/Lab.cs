using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>An experiment on one sentence of the sources: what theory predicts, beside what a run of the engine measures.</summary>
/// <remarks>A prediction is computed from its formula; a measured value comes out of tensors, the tape and kernels.</remarks>
internal abstract class Lab
{
    /// <summary>What the command line calls it; the picture is <c>NAME.svg</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One line on what is tested.</summary>
    public abstract string Title { get; }

    /// <summary>What the sources say, with the document (S0 to S4).</summary>
    public abstract string Claim { get; }

    /// <summary>One paragraph: the equation, where it comes from, and how it is measured here.</summary>
    public abstract string Explanation { get; }

    /// <summary>Why the tolerances are what they are.</summary>
    public abstract string Tolerances { get; }

    /// <summary>Carries out the experiment.</summary>
    public abstract LabResult Run(LabContext context);
}

/// <summary>What an experiment found.</summary>
/// <param name="Findings">Predictions beside measured values, the most telling first.</param>
/// <param name="Plots">Its picture.</param>
internal sealed record LabResult(IReadOnlyList<Finding> Findings, params IReadOnlyList<Plot> Plots)
{
    /// <summary>Every measured value is where it was predicted.</summary>
    public bool Holds => Findings.Count > 0 && Findings.All(static finding => finding.Holds);
}
