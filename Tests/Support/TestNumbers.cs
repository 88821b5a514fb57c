using NativeGan.Engine.Checking;

namespace NativeGan.Tests.Support;

/// <summary>Numbers to compute with: the same in every run, and exact in single precision.</summary>
public static class TestNumbers
{
    /// <summary>Numbers uniform on [low, high), rounded to single precision so that all backends start from the same.</summary>
    public static double[] Uniform(int count, double low = -2, double high = 2, uint stream = 0) => Operand.Uniform(count, low, high, stream);

    /// <summary>Integers uniform on [0, bound).</summary>
    public static int[] Integers(int count, int bound, uint stream = 0) => Operand.UniformIntegers(count, bound, stream);
}
