namespace NativeGan.Benchmarks.Gpu;

/// <summary>Whether two single precision trainings are as close as single precision allows, given what rounding does to this very run.</summary>
/// <remarks>
/// <para>
/// Adversarial training amplifies differences, so no fixed tolerance is right: a tight one fails a correct device after enough
/// steps, a wide one passes a wrong one before. How much rounding grows is measured instead. The same run in double precision is
/// exact for this purpose; E(t), the greatest distance of the cpu backend's losses from it in steps 1 to t, is what single
/// precision costs here by step t.
/// </para>
/// <para>
/// Two float32 backends x and y are apart by at most |x − exact| + |exact − y|. The first is E(t); the device's share may be
/// <see cref="DeviceFactor"/> times that: a factor of 4 for its functions (exp, logarithm and root to 2 to 4 units in the last
/// place where the cpu's are correct to about 1), and of 2 for its products (two roundings a term where the cpu fuses product and
/// sum into one). So |x − y| ≤ (1 + 8)·E(t), and <see cref="Floor"/>, sixteen roundings of the loss itself, for the first steps,
/// where E is near nothing.
/// </para>
/// <para>A wrong gradient, batch or noise shows in the third or fourth digit within a few steps, a hundred times above this.</para>
/// </remarks>
internal static class TrajectoryAgreement
{
    /// <summary>How much larger the device's roundings may be than the cpu backend's.</summary>
    public const double DeviceFactor = 8;

    /// <summary>Sixteen single precision roundings.</summary>
    public const double Floor = 16.0 / (1 << 24);

    /// <summary>The tolerance at every step: (1 + <see cref="DeviceFactor"/>)·E(t) + <see cref="Floor"/>.</summary>
    public static double[] Tolerances(LossTrajectory cpu, LossTrajectory exact)
    {
        double[] tolerances = new double[cpu.Length];
        double growth = 0;
        for (int step = 0; step < tolerances.Length; step++)
        {
            growth = Math.Max(growth, cpu.Distance(exact, step));
            tolerances[step] = (1 + DeviceFactor) * growth + Floor;
        }

        return tolerances;
    }

    /// <summary>The step at which a distance is worst against its tolerance, and whether all are within theirs. NaN never is.</summary>
    public static (int Step, bool HasPassed) Judge(LossTrajectory device, LossTrajectory cpu, double[] tolerances)
    {
        (int worst, double worstShare) = (0, -1);
        for (int step = 0; step < tolerances.Length; step++)
        {
            double share = device.Distance(cpu, step) / tolerances[step];
            share = double.IsNaN(share) ? double.PositiveInfinity : share;
            (worst, worstShare) = share > worstShare ? (step, share) : (worst, worstShare);
        }

        return (worst, worstShare <= 1);
    }
}
