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

    /// <summary>Updates the values of one parameter tensor; one thread per value reads 16 bytes and writes 12.</summary>
    public static void ApplyOne<TRule>(TRule rule, ArrayView<float> scalars, UpdateViews tensor)
        where TRule : unmanaged, IUpdateRule => ApplyWithin(rule, scalars, tensor, Grid.GlobalIndex.X);

    /// <summary>Updates the values of up to eight parameter tensors, as <see cref="ApplyOne"/> does for one.</summary>
    /// <remarks>Threads are numbered through all tensors: each step down skips the tensors before the thread's own.</remarks>
    public static void ApplyMany<TRule>(TRule rule, ArrayView<float> scalars, UpdateSegments segments)
        where TRule : unmanaged, IUpdateRule
    {
        int i = Grid.GlobalIndex.X;
        i = ApplyWithin(rule, scalars, segments.S0, i);
        i = ApplyWithin(rule, scalars, segments.S1, i);
        i = ApplyWithin(rule, scalars, segments.S2, i);
        i = ApplyWithin(rule, scalars, segments.S3, i);
        i = ApplyWithin(rule, scalars, segments.S4, i);
        i = ApplyWithin(rule, scalars, segments.S5, i);
        i = ApplyWithin(rule, scalars, segments.S6, i);
        ApplyWithin(rule, scalars, segments.S7, i);
    }

    // Updates value i if it belongs to this tensor. Returns its number counted from the next tensor on; negative, and so
    // below every length but not 0 or more, once its tensor has been passed.
    private static int ApplyWithin<TRule>(TRule rule, ArrayView<float> scalars, UpdateViews views, int i)
        where TRule : unmanaged, IUpdateRule
    {
        int length = views.Parameter.IntLength;
        if (i >= 0 && i < length)
        {
            var state = new UpdateState<float>(views.Parameter[i], views.First[i], views.Second[i]);
            state = rule.Invoke(state, views.Gradient[i], new UpdateScalars<float>(scalars[0], scalars[1]));
            views.Parameter[i] = state.Parameter;
            views.First[i] = state.First;
            views.Second[i] = state.Second;
        }

        return i - length;
    }
}
