using System.Diagnostics;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Runs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Runs;

[TestFixture]
public sealed class RunLockTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Take_Twice_IsRefusedUntilTheFirstGivesItBack()
    {
        using (RunLock.Take(_folder.Path))
        {
            InputAssert.Refuses(() => RunLock.Take(_folder.Path), _folder.Path, "in use", $"process {Environment.ProcessId} on {Environment.MachineName}");
            Assert.That(RunLock.IsHeld(_folder.Path));
        }

        Assert.That(RunLock.IsHeld(_folder.Path), Is.False);
        Assert.That(() => RunLock.Take(_folder.Path).Dispose(), Throws.Nothing);
    }

    [Test]
    public void Take_WhatAnotherComputerOrAProcessThatIsGoneHeld_IsTakenOver()
    {
        foreach (RunHolder gone in new[] { RunHolder.Self with { Host = "elsewhere" }, RunHolder.Self with { Started = RunHolder.Self.Started.AddDays(-1) } })
        {
            gone.Write(_folder.File(RunLock.HolderName));

            using RunLock taken = RunLock.Take(_folder.Path);

            Assert.That(RunHolder.TryRead(_folder.File(RunLock.HolderName)), Is.EqualTo(RunHolder.Self with { Started = Seconds(RunHolder.Self.Started) }));
        }
    }

    [Test]
    public void Take_WhereTheSystemHasNoLocksAndTheHolderLives_IsRefused()
    {
        // The lock itself is free, as on a file system that has none.
        using Process living = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "cmd" : "cat") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        (RunHolder.Self with { Process = living.Id, Started = living.StartTime.ToUniversalTime() }).Write(_folder.File(RunLock.HolderName));

        InputAssert.Refuses(() => RunLock.Take(_folder.Path), "in use", $"process {living.Id}");

        living.Kill();
        living.WaitForExit();
        Assert.That(() => RunLock.Take(_folder.Path).Dispose(), Throws.Nothing);
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[1]")]
    [TestCase("{\"host\": {}, \"process\": [], \"started\": 5}")]
    public void Take_WhereTheHoldersFileIsDamaged_TakesIt(string content)
    {
        File.WriteAllText(_folder.File(RunLock.HolderName), content);

        Assert.That(() => RunLock.Take(_folder.Path).Dispose(), Throws.Nothing);
        Assert.That(File.Exists(_folder.File(RunLock.HolderName)), Is.False);
    }

    [Test]
    public void Create_ThatNeverBegins_LeavesNoFolder()
    {
        using (RunFolder.Create(_folder.File("run")))
        {
            Assert.That(() => RunFolder.Create(_folder.File("run")), Throws.TypeOf<InputException>());
        }

        Assert.That(Directory.Exists(_folder.File("run")), Is.False);
    }

    private static DateTime Seconds(DateTime time) => new(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
}
