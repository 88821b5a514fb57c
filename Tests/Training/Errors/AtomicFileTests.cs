using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Errors;

[TestFixture]
public sealed class AtomicFileTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Write_NewFileInNewFolder_LeavesOnlyThatFile()
    {
        AtomicFile.WriteText(_folder.File("runs/mlp/run.json"), "{}");

        Assert.That(File.ReadAllText(_folder.File("runs/mlp/run.json")), Is.EqualTo("{}"));
        Assert.That(Directory.GetFiles(_folder.File("runs/mlp")), Has.Length.EqualTo(1));
    }

    [Test]
    public void Write_FailureInTheMiddle_KeepsTheOldFileAndNothingElse()
    {
        AtomicFile.WriteText(_folder.File("a"), "old");

        Assert.That(() => AtomicFile.Write(_folder.File("a"), stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("stop");
        }), Throws.InvalidOperationException);

        Assert.That(File.ReadAllText(_folder.File("a")), Is.EqualTo("old"));
        Assert.That(_folder.Names(), Is.EqualTo((string[])["a"]));
    }

    [Test]
    public void Dispose_WithoutCommit_LeavesNothing()
    {
        using (var file = new AtomicFile(_folder.File("a")))
        {
            file.Stream.Write(new byte[200_000]);
        }

        Assert.That(_folder.Names(), Is.Empty);
    }

    [Test]
    public void RemoveLeftOvers_WhileOneIsWritten_RemovesOnlyThatOfAKilledProcess()
    {
        using AtomicFile living = new(_folder.File("living"));
        living.Stream.WriteByte(1);
        File.WriteAllText(_folder.File("killed.tmp-abc012gh.i5k"), "half");
        File.WriteAllText(_folder.File("mine.tmp-1"), "a user's");

        AtomicFile.RemoveLeftOvers(_folder.Path);
        living.Commit();

        Assert.That(_folder.Names(), Is.EqualTo((string[])["living", "mine.tmp-1"]));
        Assert.That(() => AtomicFile.RemoveLeftOvers(_folder.File("nowhere")), Throws.Nothing);
    }

    [Test]
    public void Write_TargetIsAFolder_IsOneLineAndLeavesNothing()
    {
        string path = _folder.Folder("a");

        InputAssert.Refuses(() => AtomicFile.WriteText(path, "x"), $"Cannot write '{path}'");
        Assert.That(_folder.Names(), Is.Empty);
    }

    [Test]
    public void Write_FolderIsAFile_IsOneLine()
    {
        AtomicFile.WriteText(_folder.File("a"), "x");

        InputAssert.Refuses(() => AtomicFile.WriteText(_folder.File("a/b"), "x"), _folder.File("a/b"));
    }

    [Test]
    [Platform("Linux", Reason = "/dev/full is a device of Linux.")]
    public void Write_FullDisk_IsOneLine() =>
        InputAssert.Refuses(() => AtomicFile.Write("/dev/full", stream => stream.Write(new byte[200_000])), "/dev/full", "disk is full");

    [Test]
    [Platform("Linux", Reason = "/dev/full is a device of Linux.")]
    public void Commit_FullDisk_IsOneLine() =>
        InputAssert.Refuses(() => AtomicFile.WriteText("/dev/full", "buffered until the end"), "/dev/full", "disk is full");

    [Test]
    [Platform(Exclude = "Win", Reason = "Symbolic links need a privilege there.")]
    public void Write_SymbolicLink_StaysALink()
    {
        AtomicFile.WriteText(_folder.File("target"), "old");
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("target"));

        AtomicFile.WriteText(_folder.File("link"), "new");

        Assert.That(new FileInfo(_folder.File("link")).LinkTarget, Is.EqualTo(_folder.File("target")));
        Assert.That(File.ReadAllText(_folder.File("target")), Is.EqualTo("new"));
    }
}
