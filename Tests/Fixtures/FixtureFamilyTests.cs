using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Fixtures;

/// <summary>Recorded numbers that are not there must fail a run, never shorten it.</summary>
[Category("Fixtures")]
public sealed class FixtureFamilyTests
{
    private string _folder = string.Empty;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("nativegan-fixtures-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("ops")]
    [TestCase("optim")]
    [TestCase("traj")]
    public void Load_EveryFamily_HasCasesWithTensors(string family)
    {
        IReadOnlyList<FixtureCase> cases = FixtureFamily.Load(family).Cases;

        Assert.That(cases, Is.Not.Empty);
        Assert.That(cases.Select(recorded => recorded.Name), Is.Unique);
        foreach (FixtureCase recorded in cases)
        {
            string key = recorded.Json.GetProperty("tensors").EnumerateObject().First().Name;
            FixtureTensor tensor = recorded.Tensor(key);
            Assert.That(tensor.Values, Has.Length.EqualTo(tensor.Shape.Count), $"{recorded.Name}, {key}");
        }
    }

    [Test]
    public void LoadFrom_MissingFolder_NamesItAndTheVariable()
    {
        string missing = Path.Combine(_folder, "nowhere");

        string found = Refusal.Message<FixtureException>(() => FixtureFamily.LoadFrom(missing, "ops"));

        Assert.That(found, Is.EqualTo(
            $"Fixtures: there is no folder '{missing}'. Build Tests again, or correct NATIVEGAN_FIXTURES."));
    }

    [Test]
    public void LoadFrom_MissingFile_NamesIt()
    {
        string found = Refusal.Message<FixtureException>(() => FixtureFamily.LoadFrom(_folder, "ops"));

        Assert.That(found, Does.StartWith($"Fixtures: there is no file '{Path.Combine(_folder, "ops.json")}'"));
    }

    [Test]
    public void LoadFrom_EmptyFamily_SaysSo()
    {
        File.WriteAllText(Path.Combine(_folder, "ops.json"), """{"format": "refcase-2", "family": "ops", "cases": []}""");
        File.WriteAllBytes(Path.Combine(_folder, "ops.safetensors"), [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']);

        string found = Refusal.Message<FixtureException>(() => FixtureFamily.LoadFrom(_folder, "ops"));

        Assert.That(found, Does.EndWith("has no cases."));
    }

    [Test]
    public void LoadFrom_DamagedNumbers_SaysWhichFamily()
    {
        File.WriteAllText(Path.Combine(_folder, "ops.json"), """{"format": "refcase-2", "family": "ops", "cases": []}""");
        File.WriteAllBytes(Path.Combine(_folder, "ops.safetensors"), [9, 9]);

        string found = Refusal.Message<FixtureException>(() => FixtureFamily.LoadFrom(_folder, "ops"));

        Assert.That(found, Does.StartWith($"Fixtures: 'ops' in '{_folder}' cannot be read: "));
    }

    [Test]
    public void Folder_RelativePath_IsRefused()
    {
        string found = Refusal.Message<FixtureException>(() => FixtureFamily.Folder("Fixtures"));

        Assert.That(found, Is.EqualTo("Fixtures: NATIVEGAN_FIXTURES is 'Fixtures', an absolute path is expected."));
    }

    [Test]
    public void Apply_UnknownOperation_FailsByName()
    {
        FixtureCase recorded = FixtureFamily.Load("ops").Cases[0];
        using OperationInputs inputs = new(recorded, new NativeGan.Engine.Backends.ReferenceBackend());

        string found = Refusal.Message<NotSupportedException>(() => OperationBuilders.Apply("xyz", inputs));

        Assert.That(found, Does.StartWith("There is no builder for 'xyz'"));
    }
}
