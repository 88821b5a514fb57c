using System.Globalization;
using System.Xml.Linq;
using NativeGan.Training.Pictures;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Pictures;

/// <summary>Plots as the files that people and screen readers get.</summary>
public sealed class PlotPageTests
{
    private const string LongName = "a name of a series that is much too long for a single line of the legend, so that it has to go on with the next one";

    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    [Test]
    public void Draw_Page_IsDescribedForScreenReaders()
    {
        XElement root = Draw(new Plot("one", "x", "y", new Series("a", SeriesStyle.Line, [(0, 0), (1, 1)])));

        Assert.That((string?)root.Attribute("role"), Is.EqualTo("img"));
        Assert.That(root.Elements().First().ToString(), Does.Contain("the title"), "the first child is the name");
        Assert.That((string?)root.Element(_svg + "desc"), Is.EqualTo("the description"));
    }

    [Test]
    public void Draw_Words_AreTextWithAFontThatEveryViewerHas()
    {
        XElement root = Draw(new Plot("one", "step", "loss, nats", new Series("a", SeriesStyle.Line, [(0, 0), (1, 1)]), new Series("b", SeriesStyle.Dots, [(0, 1)])));

        Assert.That((string?)root.Attribute("font-family"), Does.EndWith("sans-serif"));
        Assert.That(root.Elements(_svg + "text").Select(text => text.Value), Is.SupersetOf(new[] { "the title", "the subtitle", "one", "step", "loss, nats", "a", "b" }));
    }

    [Test]
    public void Draw_SquarePlot_AUnitIsAsLongUpwardsAsAcross()
    {
        XElement root = Draw(new Plot("one", "x", "y", new Series("a", SeriesStyle.Specks, [(0, 0), (1, 0), (0, 3)])) { IsSquare = true });

        (double X, double Y)[] at = [.. root.Elements(_svg + "circle").Take(3).Select(dot => (Number(dot, "cx"), Number(dot, "cy")))];
        Assert.That(at[0].Y - at[2].Y, Is.EqualTo(3 * (at[1].X - at[0].X)).Within(0.4)); // a tenth of a pixel each, times 3
    }

    [Test]
    public void Draw_PredictionOfAMeasurement_HasItsColourAndDashes()
    {
        XElement root = Draw(new Plot(
            "one", "x", "y",
            new Series("predicted", SeriesStyle.Dashes, [(0, 0), (1, 1)]),
            new Series("measured", SeriesStyle.Line, [(0, 0), (1, 1)]) { Colour = 0 },
            new Series("another", SeriesStyle.Line, [(0, 1), (1, 1)])));

        XElement[] curves = [.. root.Elements(_svg + "polyline")];
        Assert.That((string?)curves[1].Attribute("stroke"), Is.EqualTo((string?)curves[0].Attribute("stroke")).And.Not.EqualTo((string?)curves[2].Attribute("stroke")));
        Assert.That(curves.Select(curve => curve.Attribute("stroke-dasharray") is not null), Is.EqualTo(new[] { true, false, false }));
    }

    [Test]
    public void Draw_LongName_IsWrappedAndHidesNothing()
    {
        XElement root = Draw(
            new Plot("one", "x", "y", new Series(LongName, SeriesStyle.Line, [(0, 0), (1, 1)]), new Series("b", SeriesStyle.Line, [(0, 0), (1, 1)])),
            new Plot("two", "x", "y", new Series("c", SeriesStyle.Line, [(0, 0), (1, 1)])));

        XElement[] texts = [.. root.Elements(_svg + "text")];
        string[] lines = [.. texts.Select(text => text.Value).SkipWhile(value => !value.StartsWith("a name", StringComparison.Ordinal)).TakeWhile(value => value != "b")];
        Assert.That(lines, Has.Length.GreaterThan(1));
        Assert.That(string.Join(' ', lines), Is.EqualTo(LongName));
        Assert.That(Number(texts.Single(text => text.Value == "b"), "y"), Is.GreaterThan(Number(texts.Single(text => text.Value == lines[^1]), "y")));
        Assert.That(Number(root.Elements(_svg + "polyline").First(), "points"), Is.LessThan(Number(texts.Single(text => text.Value == "two"), "y")), "the second plot begins below the first");
        Assert.That(Number(texts.Single(text => text.Value == "c"), "y"), Is.LessThan(Number(root, "height")));
    }

    private static XElement Draw(params Plot[] plots) => XDocument.Parse(PlotPage.Draw("the title", "the subtitle", "the description", plots)).Root!;

    /// <summary>An attribute; of a line's points the height of the first.</summary>
    private static double Number(XElement element, string attribute) =>
        double.Parse(((string)element.Attribute(attribute)!).Split(' ')[0].Split(',')[^1], CultureInfo.InvariantCulture);
}
