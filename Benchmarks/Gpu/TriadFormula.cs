using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Benchmarks.Gpu;

/// <summary>y = a + b/2: McCalpin's triad as a Zip, 12 bytes an element.</summary>
public readonly struct TriadFormula : IBinaryFormula
{
    /// <inheritdoc/>
    public float Invoke(float a, float b) => a + b * 0.5f;

    /// <inheritdoc/>
    public double Invoke(double a, double b) => a + b * 0.5;

    /// <inheritdoc/>
    public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => a + b * 0.5f;
}
