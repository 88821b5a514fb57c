using System.Runtime.Intrinsics;

namespace NativeGan.Engine.Backends;

/// <summary>One elementwise formula y = f(x), written once in the three forms the backends need.</summary>
/// <remarks>
/// The reference backend runs the <see cref="double"/> form, the CPU backend the <see cref="Vector512{T}"/> form
/// (remainders too, on a padded vector, so that a value never depends on its position), GPU kernels the
/// <see cref="float"/> form. A formula is an unmanaged struct; its fields are the formula's constants.
/// </remarks>
public interface IUnaryFormula
{
    /// <summary>The formula in single precision, as GPU kernels compute it. May call <see cref="MathF"/>.</summary>
    float Invoke(float x);

    /// <summary>The formula in double precision: the definition the other two forms are tested against.</summary>
    double Invoke(double x);

    /// <summary>The formula on sixteen values at once.</summary>
    Vector512<float> Invoke(Vector512<float> x);
}
