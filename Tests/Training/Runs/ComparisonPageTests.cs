using System.Xml;
using System.Xml.Linq;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Runs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Runs;

/// <summary>The page with runs side by side, read back as XML.</summary>
[TestFixture]
public sealed class ComparisonPageTests
{
    private static readonly XNamespace _html = "http://www.w3.org/1999/xhtml", _svg = "http://www.w3.org/2000/svg";

    private TemporaryFolder _folder = null!;
    private string _first = null!;
    private string _second = null!;
    private XElement _page = null!;

    [OneTimeSetUp]
    public void TrainTwice()
    {
        _folder = new TemporaryFolder();
        TrainingOptions options = SmallRun.Options with { Preset = "s4", Dataset = DatasetKind.BuiltInDigits, Steps = 20, LogEvery = 4, SampleEvery = 10 };
        _first = RunFolders.Train(_folder.File("right"), options);
        _second = RunFolders.Train(_folder.File("written"), options with
        {
            Faithful = true,
            Order = "simultaneous",
            GeneratorOptimizer = options.GeneratorOptimizer with { Beta1 = 0.5 },
        });
        _page = PageOf(_first, _second);
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Page_TwoRuns_NamesThemAndWhatTheyAre()
    {
        Assert.That(_page.Descendants(_html + "h1").Single().Value, Does.Contain("right").And.Contain("written"));
        Assert.That(Row("steps done"), Is.EqualTo(new[] { "20 of 20", "20 of 20" }));
        Assert.That(Row("faithful or corrected")[0], Does.StartWith("corrected").And.Contain("bare"));
        Assert.That(Row("faithful or corrected")[1], Does.StartWith("faithful").And.Contain("both networks update from the same weights"));
        Assert.That(Row("data"), Is.All.EqualTo("made-up images, 50 images, a test"));
    }

    [Test]
    public void Page_Options_AreToldApartByWhetherTheyDiffer()
    {
        XElement same = _page.Descendants(_html + "details").Single();

        Assert.That(Row("order"), Is.EqualTo(new[] { "d-then-g", "simultaneous" }));
        Assert.That(Row("generatorOptimizer.beta1"), Is.EqualTo(new[] { "0.9", "0.5" }));
        Assert.That(Row("discriminatorOptimizer.beta1"), Is.EqualTo(new[] { "0.9" }), "the same, so once for all");
        Assert.That(same.Descendants(_html + "th").Select(heading => heading.Value), Does.Contain("discriminatorOptimizer.beta1").And.Contain("batchSize").And.Not.Contain("order"));
    }

    [Test]
    public void Page_Samples_AreTheFilesBytesWithAnAlternative()
    {
        XElement[] images = [.. _page.Descendants(_html + "img")];
        string[] files = [.. new[] { 0, 10, 20 }.SelectMany(step => new[] { _first, _second }.Select(run => Path.Combine(run, "samples", FormattableString.Invariant($"step-{step:D6}.png"))))];

        Assert.That(images.Select(Bytes), Is.EqualTo(files.Select(File.ReadAllBytes)));
        Assert.That(images.Select(image => image.Attribute("alt")!.Value), Does.Contain("Samples of right at step 10").And.Contain("Samples of written at step 20"));
    }

    [Test]
    public void Page_Curves_HaveALineForEachRunAndWords()
    {
        XElement[] plots = [.. _page.Descendants(_svg + "svg")];
        IReadOnlyList<MetricsRow> rows = MetricsCsv.ReadRows(Path.Combine(_first, "metrics.csv"));

        Assert.That(plots, Has.Length.EqualTo(8), "two losses, two scores, four figures of the samples");
        Assert.That(plots.Select(plot => plot.Elements(_svg + "polyline").Count()), Is.All.EqualTo(2));
        string[] words = [.. plots.Select(plot => plot.Element(_svg + "desc")!.Value)];
        Assert.That(words.Where(text => !text.EndsWith("no values.", StringComparison.Ordinal)), Has.Exactly(7).Items.And.All.Contain("at step 20"), "equal images have no spacing");
        Assert.That(Row("Discriminator's loss: last, step 20")[0], Is.EqualTo(FormattableString.Invariant($"{rows[^1].DiscriminatorLoss:G4}")));
    }

    [Test]
    public void Page_Whole_NeedsNothingFromOutside()
    {
        string[] links = [.. _page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "src" or "href" or "srcset").Select(attribute => attribute.Value)];

        Assert.That(links, Is.Not.Empty.And.All.StartWith("data:image/png;base64,"));
        Assert.That(_page.Descendants().Select(element => element.Name.LocalName), Has.None.EqualTo("script").And.None.EqualTo("link"));
        Assert.That(_page.Descendants(_html + "style").Single().Value, Does.Not.Contain("url(").And.Not.Contain("@import"));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Such names are forbidden there.")]
    public void Page_NastyFolderName_IsShownAsItIs()
    {
        const string nasty = "<b>&amp; \"it's\"</td><script>alert(1)</script>\u0007 ü𝄞";
        string run = RunFolders.Write(Path.Combine(_folder.Path, nasty.Replace("</", "<", StringComparison.Ordinal)), SmallRun.Options, Row(1), Row(2));

        XElement page = PageOf(_first, run);

        string shown = nasty.Replace("</", "<", StringComparison.Ordinal).Replace('\u0007', '\uFFFD');
        Assert.That(page.Descendants(_html + "th").Select(heading => heading.Value), Does.Contain(shown));
        Assert.That(page.Descendants(_svg + "text").Select(text => text.Value), Has.Some.StartsWith("<b>&amp; \"it's\""));
        Assert.That(page.Descendants(_html + "b").Concat(page.Descendants(_html + "script")), Is.Empty);
    }

    [Test]
    public void Page_RunThatEndedEarlyWithoutSamples_SaysWhere()
    {
        string run = RunFolders.Write(_folder.File("early"), SmallRun.Options, Row(1), Row(7));

        XElement page = PageOf(_first, run);

        Assert.That(Row("steps done", page)[1], Does.StartWith("7 of 60: "));
        Assert.That(page.Descendants(_svg + "text").Select(text => text.Value), Does.Contain("early: ends at step 7 of 60"));
        Assert.That(page.Descendants(_svg + "svg").First().Elements(_svg + "circle").Count(), Is.EqualTo(1), "the end is a dot");
        Assert.That(Row("20", page)[1], Is.EqualTo("no samples"));
    }

    [Test]
    public void Page_NumbersThatAreNotFinite_AreCountedAndNotDrawn()
    {
        string run = RunFolders.Write(_folder.File("infinite"), SmallRun.Options with { Steps = 3 }, Row(1), Row(2) with { DiscriminatorLoss = float.NaN }, Row(3) with { DiscriminatorLoss = float.PositiveInfinity });

        XElement page = PageOf(_first, run);

        XElement plot = page.Descendants(_svg + "svg").First();
        Assert.That(plot.Element(_svg + "desc")!.Value, Does.Contain("2 of 3 values are NaN or infinite"));
        Assert.That(plot.Descendants(_svg + "text").Select(text => text.Value), Does.Contain("infinite: not a finite number after step 1"));
        Assert.That(plot.Descendants().Attributes().Select(attribute => attribute.Value), Has.None.Contain("NaN").And.None.Contain("∞"));
        Assert.That(Row("Discriminator's loss: last", page)[1], Does.StartWith("infinite"));
    }

    [Test]
    public void Page_NoLineOfMetricsYet_StillHasTheOtherRun()
    {
        string run = RunFolders.Write(_folder.File("begun"), SmallRun.Options);

        XElement page = PageOf(run, _first);

        Assert.That(Row("training time", page)[0], Is.EqualTo("no line of metrics yet"));
        Assert.That(page.Descendants(_svg + "text").Select(text => text.Value), Does.Contain("begun: no values"));
    }

    [Test]
    public void Page_FiguresAndSvgSamples_AreShown()
    {
        string run = RunFolders.Write(_folder.File("points"), SmallRun.Options, Row(60));
        byte[] picture = System.Text.Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"5\" height=\"5\"/>");
        Directory.CreateDirectory(Path.Combine(run, "samples"));
        File.WriteAllBytes(Path.Combine(run, "samples", "step-000000.svg"), picture);
        File.WriteAllText(Path.Combine(run, "figures.csv"), "step,covered_modes\n0,1\n60,7.5\n");

        XElement page = PageOf(_first, run);

        XElement image = page.Descendants(_html + "img").Single(entry => entry.Attribute("src")!.Value.StartsWith("data:image/svg+xml;base64,", StringComparison.Ordinal));
        Assert.That(Bytes(image), Is.EqualTo(picture));
        Assert.That(page.Descendants(_svg + "svg").Last().Element(_svg + "title")!.Value, Is.EqualTo("covered modes"));
        Assert.That(Row("covered modes: last", page), Is.EqualTo(new[] { "–", "7.5 (step 60)", "–" }));
    }

    [Test]
    public void Page_ThreeRuns_HasAColumnForEachAndDifferencesFromTheFirst()
    {
        string third = RunFolders.Write(_folder.File("third"), SmallRun.Options with { Steps = 20 }, Row(20));

        string[] cells = Row("Generator's loss: last, step 20", PageOf(third, _first, third));

        Assert.That(cells, Has.Length.EqualTo(5));
        Assert.That((cells[0], cells[3], cells[4]), Is.EqualTo(("0.7", "0.7", "0")));
    }

    [Test]
    public void ReadAll_FoldersOfTheSameName_AreCalledByTheirPaths()
    {
        string other = RunFolders.Write(Path.Combine(_folder.Folder("elsewhere"), "right"), SmallRun.Options, Row(1));

        Assert.That(RunSummary.ReadAll([_first, other, _first, _second]).Select(run => run.Name), Is.EqualTo(new[] { _first, other, $"{_first} (2)", "written" }));
    }

    [Test]
    public void Mean_OfTheLastTenth_TakesOneOfTenAndAtLeastOne()
    {
        RunCurve Curve(int count) => new("x", "x", [.. Enumerable.Range(1, count).Select(step => ((double)step, (double)step))]);

        Assert.That(new[] { 1, 10, 11, 20 }.Select(count => Curve(count).LastTenthMean), Is.EqualTo(new[] { 1, 10, 10.5, 19.5 }));
        Assert.That(Curve(0).LastTenthMean, Is.NaN);
    }

    private string[] Row(string heading) => Row(heading, _page);

    private static string[] Row(string heading, XElement page)
    {
        XElement? row = page.Descendants(_html + "tr").SingleOrDefault(entry => entry.Elements(_html + "th").First().Value == heading && entry.Elements(_html + "td").Any());
        Assert.That(row, Is.Not.Null, $"There is no row '{heading}'.");
        return [.. row!.Elements(_html + "td").Select(cell => cell.Value)];
    }

    private static byte[] Bytes(XElement image) => Convert.FromBase64String(image.Attribute("src")!.Value.Split(',')[1]);

    private static XElement PageOf(params string[] runs)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(ComparisonPage.Write(RunSummary.ReadAll(runs))), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }

    private static MetricsRow Row(long step) => new(step, 1.5f, 0.7f, 0.8f, 0.2f, 300f, 0.5);
}
