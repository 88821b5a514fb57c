using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NativeGan.Engine.Backends;

namespace NativeGan.Kernels.Cpu;

/// <summary>Optimiser updates of all tensors of a network at once.</summary>
internal static unsafe class CpuUpdate
{
    private const int Lanes = PaddedVector.Lanes;

    // 32 KB each of four arrays read and three written: 1 to 2 µs.
    private const int ShareLength = 8192;

    /// <summary>Advances the clock by one step, then updates every value of every segment by the rule.</summary>
    public static void Update<TRule>(ThreadTeam team, TRule rule, UpdateClock* clock, CpuSegment* segments, int segmentCount)
        where TRule : unmanaged, IUpdateRule
    {
        *clock = rule.Advance(*clock);
        UpdateScalars<double> scalars = rule.Prepare(*clock);
        Job<TRule> job = new()
        {
            Rule = rule,
            Rate = (float)scalars.Rate,
            Correction = (float)scalars.Correction,
            Segments = segments,
        };
        long values = 0;
        int shares = 0;
        for (int i = 0; i < segmentCount; i++)
        {
            values += segments[i].Length;
            shares += Partition.DivideUp(segments[i].Length, ShareLength);
        }

        team.Run(&UpdateShare, &job, shares, isShort: values <= Partition.SerialLimit);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateShare<TRule>(Job<TRule>* job, int share) where TRule : unmanaged, IUpdateRule
    {
        // Which segment: a network has a few dozen at most.
        CpuSegment* segment = job->Segments;
        for (int shares; share >= (shares = Partition.DivideUp(segment->Length, ShareLength)); segment++)
        {
            share -= shares;
        }

        TRule rule = job->Rule;
        UpdateScalars<Vector512<float>> scalars = new(Vector512.Create(job->Rate), Vector512.Create(job->Correction));
        float* parameter = segment->Parameter, gradient = segment->Gradient, first = segment->First, second = segment->Second;
        (nint i, nint end) = Partition.OfLength(segment->Length, share, ShareLength);
        for (; i <= end - Lanes; i += Lanes)
        {
            UpdateState<Vector512<float>> state = new(
                Vector512.Load(parameter + i), Vector512.Load(first + i), Vector512.Load(second + i));
            state = rule.Invoke(state, Vector512.Load(gradient + i), scalars);
            state.Parameter.Store(parameter + i);
            state.First.Store(first + i);
            state.Second.Store(second + i);
        }

        int rest = (int)(end - i);
        if (rest > 0)
        {
            UpdateState<Vector512<float>> state = new(
                PaddedVector.Load(parameter + i, rest, 1f),
                PaddedVector.Load(first + i, rest, 1f),
                PaddedVector.Load(second + i, rest, 1f));
            state = rule.Invoke(state, PaddedVector.Load(gradient + i, rest, 1f), scalars);
            PaddedVector.Store(state.Parameter, parameter + i, rest);
            PaddedVector.Store(state.First, first + i, rest);
            PaddedVector.Store(state.Second, second + i, rest);
        }
    }

    private struct Job<TRule> where TRule : unmanaged, IUpdateRule
    {
        public TRule Rule;
        public float Rate;
        public float Correction;
        public CpuSegment* Segments;
    }
}
