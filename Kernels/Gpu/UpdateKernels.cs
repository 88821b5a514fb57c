#if HAS_ILGPU
using ILGPU;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Gpu;

/// <summary>One optimiser step: the clock first, then the values of every parameter tensor.</summary>
internal static class UpdateKernels
{
    /// <summary>Moves the clock on by one step and leaves what all values share in <paramref name="scalars"/>; one thread.</summary>
    /// <remarks>Double precision, with operations that every device rounds alike.</remarks>
    public static void AdvanceClock<TRule>(TRule rule, ArrayView<double> clock, ArrayView<float> scalars)
        where TRule : unmanaged, IUpdateRule
    {
        UpdateClock advanced = rule.Advance(new UpdateClock(clock[0], clock[1], clock[2], clock[3]));
        clock[0] = advanced.Step;
        clock[1] = advanced.LearningRate;
        clock[2] = advanced.FirstPower;
        clock[3] = advanced.SecondPower;

        UpdateScalars<double> shared = rule.Prepare(advanced);
        scalars[0] = (float)shared.Rate;
        scalars[1] = (float)shared.Correction;
    }

    /// <summary>One thread per value reads 16 bytes and writes 12.</summary>
    public static void Apply<TRule>(
        TRule rule,
        ArrayView<float> scalars,
        ArrayView<float> parameter,
        ArrayView<float> gradient,
        ArrayView<float> first,
        ArrayView<float> second)
        where TRule : unmanaged, IUpdateRule
    {
        int i = Grid.GlobalIndex.X;
        if (i < parameter.IntLength)
        {
            var state = new UpdateState<float>(parameter[i], first[i], second[i]);
            state = rule.Invoke(state, gradient[i], new UpdateScalars<float>(scalars[0], scalars[1]));
            parameter[i] = state.Parameter;
            first[i] = state.First;
            second[i] = state.Second;
        }
    }
}
#endif
