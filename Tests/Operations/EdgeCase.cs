using NativeGan.Engine;

namespace NativeGan.Tests.Operations;

/// <summary>What an operation gives at the edges that its remarks name.</summary>
/// <param name="Name">The operation's name first, then what sets the case apart.</param>
/// <param name="Apply">Applies the operation.</param>
/// <param name="Inputs">Shape and values of each input.</param>
/// <param name="Output">The output's values.</param>
public sealed record EdgeCase(
    string Name, Func<IReadOnlyList<Tensor>, Tensor> Apply, (Shape Shape, double[] Values)[] Inputs, double[] Output)
{
    /// <summary>∂Σy/∂x of each input; null for one whose gradient is not checked.</summary>
    public double[]?[] First { get; init; } = [];

    /// <summary>∂(Σ ∂Σy/∂x)/∂x of each input; null for one whose second derivative is not checked.</summary>
    public double[]?[] Second { get; init; } = [];

    /// <summary>The edge is one of single precision; a backend in double precision has it elsewhere.</summary>
    public bool IsOfSinglePrecision { get; init; }

    /// <summary>The name, for test listings.</summary>
    public override string ToString() => Name;
}
