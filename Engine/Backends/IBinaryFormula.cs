using System.Runtime.Intrinsics;

namespace NativeGan.Engine.Backends;

/// <summary>One elementwise formula y = f(a, b); see <see cref="IUnaryFormula"/> for the three forms.</summary>
public interface IBinaryFormula
{
    /// <inheritdoc cref="IUnaryFormula.Invoke(float)"/>
    float Invoke(float a, float b);

    /// <inheritdoc cref="IUnaryFormula.Invoke(double)"/>
    double Invoke(double a, double b);

    /// <inheritdoc cref="IUnaryFormula.Invoke(Vector512{float})"/>
    Vector512<float> Invoke(Vector512<float> a, Vector512<float> b);
}
