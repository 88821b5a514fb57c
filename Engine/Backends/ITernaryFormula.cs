using System.Runtime.Intrinsics;

namespace NativeGan.Engine.Backends;

/// <summary>One elementwise formula y = f(a, b, c); see <see cref="IUnaryFormula"/> for the three forms.</summary>
public interface ITernaryFormula
{
    /// <inheritdoc cref="IUnaryFormula.Invoke(float)"/>
    float Invoke(float a, float b, float c);

    /// <inheritdoc cref="IUnaryFormula.Invoke(double)"/>
    double Invoke(double a, double b, double c);

    /// <inheritdoc cref="IUnaryFormula.Invoke(Vector512{float})"/>
    Vector512<float> Invoke(Vector512<float> a, Vector512<float> b, Vector512<float> c);
}
