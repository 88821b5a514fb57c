using NativeGan.Tests.Training.Support;
using NativeGan.Training.Commands;
using NativeGan.Training.Loop;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>A run's lines on a terminal's screen.</summary>
public sealed class ConsoleProgressTests
{
    private static readonly MetricsRow _metrics = new(30, 0.1f, 0.2f, 0.3f, 0.4f, StepsPerSecond: 2, ElapsedSeconds: 15);

    [TestCase(80)]
    [TestCase(60)]
    public void ConsoleProgress_StepsWithoutMetrics_AreSeen(int width)
    {
        VirtualTerminal terminal = new(width);
        ManualClock clock = new();
        using ProgressLine line = new(terminal, () => terminal.Width, hasColour: false, clock);
        ConsoleProgress progress = new(SmallRun.Options, [], startStep: 0, line);

        clock.Advance(10);
        progress.OnMetrics(_metrics);
        clock.Advance(1);
        progress.OnProgress(40);

        // 10 steps in a second; 20 are left.
        Assert.That(terminal.CursorRow, Does.StartWith("small  ").And.EndsWith("step 40 of 60  10.0 steps/s  2 s left"));
    }

    [Test]
    public void ConsoleProgress_MetricsOnATerminal_FitItsEightyColumns()
    {
        VirtualTerminal terminal = new(80);
        using ProgressLine line = new(terminal, () => terminal.Width, hasColour: false, new ManualClock());
        ConsoleProgress progress = new(SmallRun.Options, [], startStep: 0, line);

        progress.OnMetrics(_metrics with { Step = 12 });

        Assert.That(terminal.Rows, Has.Length.EqualTo(2));
        Assert.That(terminal.Rows[0], Is.EqualTo("step     12  D 0.100  G 0.200  D(x) 0.30  D(G(z)) 0.40  2 steps/s"));
    }

    [Test]
    public void ConsoleProgress_MetricsInAFile_SayTheTimeLeft()
    {
        using StringWriter file = new();
        using ProgressLine line = new(file, width: null, hasColour: false, new ManualClock());
        ConsoleProgress progress = new(SmallRun.Options, [], startStep: 0, line);

        progress.OnMetrics(_metrics);

        Assert.That(file.ToString().TrimEnd(), Is.EqualTo("step     30  D 0.100  G 0.200  D(x) 0.30  D(G(z)) 0.40  2 steps/s  15 s left"));
    }
}
