using NativeGan.Kernels.Cpu;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>What becomes of a team's threads between jobs.</summary>
public sealed unsafe class ThreadTeamTests
{
    private const int Shares = 1000;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5); // for a machine that is busy with other things

    [Test]
    public void Workers_WithoutAJob_GoToSleepAndWakeForTheNext()
    {
        using ThreadTeam team = new(4);
        for (int round = 0; round < 3; round++)
        {
            Assert.That(CountShares(team), Is.EqualTo(Shares), $"round {round}");

            // Two milliseconds of looking out for the next job, and they give up their cores.
            Assert.That(SpinWait.SpinUntil(() => team.Parked == team.Threads - 1, _patience), Is.True, $"{team.Parked} of {team.Threads - 1} workers sleep");
        }
    }

    [Test]
    public void Run_FromTwoThreads_TakesTurns()
    {
        using ThreadTeam team = new(3);

        int[] counts = new int[2];
        Parallel.For(0, counts.Length, caller =>
        {
            for (int round = 0; round < 200; round++)
            {
                counts[caller] += CountShares(team);
            }
        });

        Assert.That(counts, Is.All.EqualTo(200 * Shares));
    }

    private static int CountShares(ThreadTeam team)
    {
        int count = 0;
        team.Run(&Count, &count, Shares);
        return count;
    }

    private static void Count(int* count, int share) => Interlocked.Increment(ref *count);
}
