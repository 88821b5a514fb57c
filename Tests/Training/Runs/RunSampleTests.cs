using NativeGan.Tests.Training.Support;
using NativeGan.Training.Runs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Runs;

[TestFixture]
public sealed class RunSampleTests
{
    [Test]
    public void In_FolderWithOtherFiles_FindsPicturesByStep()
    {
        using TemporaryFolder folder = new();
        foreach (string name in new[] { "step-1000000.png", "step-000002.svg", "step-000010.PNG", "step-x.png", "other.png", "step-000003.txt", "step--4.png" })
        {
            File.WriteAllText(folder.File(name), name);
        }

        IReadOnlyList<RunSample> samples = RunSample.In(folder.Path);

        Assert.That(samples.Select(sample => (sample.Step, sample.MediaType)), Is.EqualTo(new[] { (2L, "image/svg+xml"), (10, "image/png"), (1_000_000, "image/png") }));
    }

    [Test]
    public void In_NoFolder_IsEmpty() => Assert.That(RunSample.In("nowhere/samples"), Is.Empty);

    [Test]
    public void ChooseSteps_MoreThanFit_AreSpreadFromFirstToLast() =>
        Assert.That(RunSample.ChooseSteps([Every(10, 100), Every(5, 100)], most: 5), Is.EqualTo(new long[] { 0, 20, 50, 80, 100 }), "10 steps in 4 parts, rounded");

    [Test]
    public void ChooseSteps_OneRunEndedEarly_StillShowsHowTheOtherWentOn() =>
        Assert.That(RunSample.ChooseSteps([Every(20, 100), Every(20, 20), [], [Sample(0), Sample(7)]], most: 4), Is.EqualTo(new long[] { 0, 7, 20, 40, 60, 100 }),
            "of 0, 20, ..., 100 the first, third, fourth and last, where runs ended, and nothing of the run without any");

    [Test]
    public void ChooseSteps_NothingInCommon_HasBothEndsOfEach() =>
        Assert.That(RunSample.ChooseSteps([[Sample(1), Sample(3), Sample(5)], [Sample(2), Sample(4)]], most: 5), Is.EqualTo(new long[] { 1, 2, 4, 5 }));

    private static RunSample[] Every(int interval, int last) => [.. Enumerable.Range(0, last / interval + 1).Select(index => Sample(index * interval))];

    private static RunSample Sample(long step) => new(step, "", "image/png");
}
