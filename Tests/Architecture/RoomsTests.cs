using System.Xml.Linq;
using NUnit.Framework;

namespace NativeGan.Tests.Architecture;

/// <summary>Every folder points one way: no circles between folders or projects, and no step against the order.</summary>
public sealed class RoomsTests
{
    private static readonly ProjectRooms _made = new("Made", [], "Low", "High", "Door.cs");

    private static readonly SourceFile
        _low = new("Low/Brick.cs", "namespace NativeGan.Made.Low;"),
        _high = new("High/Roof.cs", "using NativeGan.Made.Low;\nnamespace NativeGan.Made.High;\nclass Roof(Brick brick);"),
        _door = new("Door.cs", "using NativeGan.Made.High;\nnamespace NativeGan.Made;\nclass Door(Roof roof);");

    private static IEnumerable<string> Projects => ProjectRooms.All.Select(project => project.Name);

    [TestCaseSource(nameof(Projects))]
    public void Project_ItsFolders_PointOneWay(string name)
    {
        ProjectRooms project = ProjectRooms.All.Single(project => project.Name == name);

        IReadOnlyList<string> faults = project.Faults(SourceFile.ReadAll(Path.Combine(RepositoryFolder.Path, name)));

        Assert.That(faults, Is.Empty, $"A room needs only rooms above it.\n{string.Join('\n', faults)}\n");
    }

    [TestCaseSource(nameof(Projects))]
    public void Project_ItsReferences_AreTheProjectsBelowIt(string name)
    {
        XDocument project = XDocument.Load(Path.Combine(RepositoryFolder.Path, name, $"NativeGan.{name}.csproj"));

        IEnumerable<string> references = project.Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value.Split('/')[1]);

        Assert.That(references, Is.EquivalentTo(ProjectRooms.All.Single(project => project.Name == name).References));
        Assert.That(project.Descendants("Using"), Is.Empty, "A using line of the project would be in no file.");
    }

    [Test]
    public void Faults_WhereAllPointsOneWay_AreNone() => Assert.That(_made.Faults([_low, _high, _door]), Is.Empty);

    [TestCase("using NativeGan.Made.High;")]
    [TestCase("using static NativeGan.Made.High.Roof;")]
    [TestCase("using Cover = NativeGan.Made.High.Roof;")]
    [TestCase("namespace NativeGan.Made.Low; class Brick(High.Roof roof);")]
    [TestCase("namespace NativeGan.Made.Low; class Brick(NativeGan.Made.High.Roof roof);")]
    [TestCase("/// <summary>Below a <see cref=\"High.Roof\"/>.</summary>")]
    public void Faults_OfAStepTheWrongWay_NameBothFilesAndTheCircle(string text)
    {
        IReadOnlyList<string> faults = _made.Faults([new SourceFile("Low/Brick.cs", text), _high, _door]);

        Assert.That(faults, Is.EqualTo(new[]
        {
            "Made/Low/Brick.cs needs Made/High/Roof.cs, but 'Low' comes before 'High'. It closes a circle: Made/High/Roof.cs needs Made/Low/Brick.cs.",
        }));
    }

    [Test]
    public void Faults_OfATypeAtTheTopThatNeedsNoUsing_NameBothFiles()
    {
        IReadOnlyList<string> faults = _made.Faults([new SourceFile("Low/Brick.cs", "namespace NativeGan.Made.Low; class Brick(Door door);"), _high, _door]);

        Assert.That(faults, Is.EqualTo(new[] { "Made/Low/Brick.cs needs Made/Door.cs, but 'Low' comes before 'Door.cs'." }));
    }

    [Test]
    public void Faults_OfAFileThatIsInNoRoom_NameIt()
    {
        IReadOnlyList<string> faults = _made.Faults([_low, _high, _door, new SourceFile("Window.cs", "")]);

        Assert.That(faults, Is.EqualTo(new[] { "Made/Window.cs lies in no room; there are Low, High, Door.cs." }));
    }

    [Test]
    public void Faults_OfARoomWithoutFiles_NameIt()
    {
        IReadOnlyList<string> faults = _made.Faults([_low, _high]);

        Assert.That(faults, Is.EqualTo(new[] { $"Made/Door.cs: there is no such place; take it out of {nameof(ProjectRooms)}." }));
    }
}
