using NativeGan.Tests.Training.Support;
using NativeGan.Training.Commands;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>The line at the bottom of a terminal, on a screen that is looked at after every frame.</summary>
public sealed class ProgressLineTests
{
    private const string LogLine = "step    100  D 0.693  G 0.693  D(x) 0.50  D(G(z)) 0.50  1234 steps/s";

    [TestCase(132)]
    [TestCase(80)]
    [TestCase(60)]
    [TestCase(40)]
    [TestCase(10)]
    public void ProgressLine_EveryFrame_HasOneRowThatFits(int width)
    {
        VirtualTerminal terminal = new(width);
        ManualClock clock = new();
        using ProgressLine line = Line(terminal, clock);

        for (long step = 0; step <= 125_000; step += 1_000)
        {
            line.Report("goodfellow2014", step, 125_000, "step");

            Assert.That(terminal.Rows, Has.Length.EqualTo(1), $"step {step}");
            Assert.That(terminal.Rows[0], Has.Length.LessThan(width), $"step {step}");
            clock.Advance(step < 50_000 ? 90 : 1.5);
        }
    }

    [TestCase(80)]
    [TestCase(60)]
    public void ProgressLine_OnATerminal_NamesCounterSpeedAndTimeLeft(int width)
    {
        VirtualTerminal terminal = new(width);
        ManualClock clock = new();
        using ProgressLine line = Line(terminal, clock);

        line.Report("s4", 0, 20_000, "step");
        clock.Advance(10);
        line.Report("s4", 100, 20_000, "step");
        string beforeSpeed = terminal.CursorRow;
        clock.Advance(2);
        line.Report("s4", 600, 20_000, "step");

        // The first steps take longer and do not count; then 500 steps in two seconds; 19,400 are left.
        Assert.That(beforeSpeed, Does.EndWith("step 100 of 20000"));
        Assert.That(terminal.CursorRow, Does.EndWith("step 600 of 20000  250 steps/s  1 min 18 s left"));
    }

    [Test]
    public void ProgressLine_SpeedThatChanges_IsTheOneOfTheLastSeconds()
    {
        VirtualTerminal terminal = new(80);
        ManualClock clock = new();
        using ProgressLine line = Line(terminal, clock);

        for (int step = 0; step <= 10; step++)
        {
            line.Report("s4", step, 1_000, "step");
            clock.Advance(1);
        }

        for (int step = 10; step <= 1_000; step += 10)
        {
            line.Report("s4", step, 1_010, "step");
            clock.Advance(1);
        }

        Assert.That(terminal.CursorRow, Does.Contain("  10.0 steps/s  "));
    }

    [Test]
    public void ProgressLine_WorkThatBeginsAgain_HasASpeedOfItsOwn()
    {
        VirtualTerminal terminal = new(80);
        ManualClock clock = new();
        using ProgressLine line = Line(terminal, clock);

        foreach (int step in new[] { 100, 200, 300, 1, 11, 31 })
        {
            line.Report("jsd", step, 300, "step");
            clock.Advance(1);
        }

        Assert.That(terminal.CursorRow, Does.Contain("step 31 of 300  20.0 steps/s"));
    }

    [TestCase(80)]
    [TestCase(60)]
    public void ProgressLine_LinesAbove_KeepNoPieceOfIt(int width)
    {
        VirtualTerminal terminal = new(width), plain = new(width);
        ManualClock clock = new();
        using ProgressLine line = Line(terminal, clock);

        for (int step = 0; step <= 1_000; step += 50)
        {
            line.Report("s4", step, 1_000, "step");
            clock.Advance(0.2);
            if (step % 100 == 0)
            {
                line.WriteLine(LogLine);
                plain.WriteLine(LogLine);
            }
        }

        Assert.That(terminal.Rows[..^1], Is.EqualTo(plain.Rows));
        Assert.That(terminal.Rows[^1], Does.Contain("step 1000 of 1000"));
    }

    [Test]
    public void ProgressLine_WindowThatBecomesNarrow_LeavesNoRemains()
    {
        VirtualTerminal terminal = new(120);
        ManualClock clock = new();
        using ProgressLine line = Line(terminal, clock);

        for (int step = 0; step < 80; step++)
        {
            line.Report("s4", step, 1_000, "step");
            clock.Advance(0.2);
            terminal.Resize(120 - step);
        }

        line.Report("s4", 80, 1_000, "step");

        Assert.That(terminal.Rows, Has.Length.EqualTo(1));
        Assert.That(terminal.Rows[0], Does.Contain("step 80 of 1000"));
    }

    [Test]
    public void ProgressLine_AtItsEnd_IsGone()
    {
        VirtualTerminal terminal = new(80);
        using (ProgressLine line = Line(terminal, new ManualClock()))
        {
            line.Report("s4", 1, 2, "step");
            line.WriteLine(LogLine);
        }

        Assert.That(terminal.Rows, Is.EqualTo(new[] { LogLine }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void ProgressLine_WithoutColour_IsTheSameText(bool hasColour)
    {
        VirtualTerminal terminal = new(80);
        using ProgressLine line = new(terminal, () => terminal.Width, hasColour, new ManualClock());

        line.Report("s4", 1, 2, "step");

        Assert.That(terminal.HasColour, Is.EqualTo(hasColour));
        Assert.That(terminal.CursorRow, Does.Match("^s4  ━+─+  step 1 of 2$"));
    }

    [Test]
    public void ProgressLine_NoTerminal_WritesLinesOnly()
    {
        using StringWriter file = new();
        using (ProgressLine line = new(file, width: null, hasColour: true, new ManualClock()))
        {
            line.Report("s4", 1, 2, "step");
            line.WriteLine(LogLine);
        }

        Assert.That(file.ToString(), Is.EqualTo(LogLine + Environment.NewLine));
    }

    private static ProgressLine Line(VirtualTerminal terminal, ManualClock clock) => new(terminal, () => terminal.Width, hasColour: true, clock);
}
