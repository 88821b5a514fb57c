namespace NativeGan.Benchmarks.Contenders;

/// <summary>Which of a layer's three products is computed.</summary>
internal enum ConvolutionPass
{
    /// <summary>The layer's result.</summary>
    Forward,

    /// <summary>∂L/∂K from the layer's input and ∂L/∂y.</summary>
    WeightGradient,

    /// <summary>∂L/∂x from ∂L/∂y and the weight.</summary>
    InputGradient,
}
