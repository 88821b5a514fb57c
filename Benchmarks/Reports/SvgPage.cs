using System.Net;
using System.Text;
using static NativeGan.Benchmarks.Reports.Figures;

namespace NativeGan.Benchmarks.Reports;

/// <summary>A picture of lines, boxes and words, written as SVG.</summary>
internal sealed class SvgPage
{
    /// <summary>Colours that differ in brightness as well as in hue, darkest first.</summary>
    public static readonly string[] Colours = ["#1b4f8a", "#c0392b", "#2e8b57", "#e08e0b", "#7d3c98", "#16a3b8", "#7f8c8d", "#b5651d", "#d45087", "#556b2f"];

    private readonly StringBuilder _body = new();
    private readonly double _width;
    private readonly double _height;

    /// <summary>An empty page with a title.</summary>
    public SvgPage(double width, double height, string title, string circumstances)
    {
        (_width, _height) = (width, height);
        Text(16, 24, title, size: 15, weight: "bold");
        Text(16, 42, circumstances, colour: "#666666", size: 10.5);
    }

    /// <summary>A filled box.</summary>
    public void Box(double x, double y, double width, double height, string colour) =>
        _body.AppendLine(Format($"<rect x=\"{x:F1}\" y=\"{y:F1}\" width=\"{Math.Max(width, 0.5):F1}\" height=\"{height:F1}\" fill=\"{colour}\"/>"));

    /// <summary>A line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string colour, double width = 1, string dash = "") =>
        _body.AppendLine(Format($"<line x1=\"{x1:F1}\" y1=\"{y1:F1}\" x2=\"{x2:F1}\" y2=\"{y2:F1}\" stroke=\"{colour}\" stroke-width=\"{width}\"{(dash.Length > 0 ? $" stroke-dasharray=\"{dash}\"" : "")}/>"));

    /// <summary>A line through points.</summary>
    public void Path(IEnumerable<(double X, double Y)> points, string colour) =>
        _body.AppendLine($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{string.Join(' ', points.Select(point => Format($"{point.X:F1},{point.Y:F1}")))}\"/>");

    /// <summary>A dot, with words that a browser shows on top of it.</summary>
    public void Dot(double x, double y, string colour, string tip, double radius = 4) =>
        _body.AppendLine(Format($"<circle cx=\"{x:F1}\" cy=\"{y:F1}\" r=\"{radius}\" fill=\"{colour}\" stroke=\"white\"><title>{WebUtility.HtmlEncode(tip)}</title></circle>"));

    /// <summary>Words.</summary>
    public void Text(double x, double y, string text, string colour = "#222222", double size = 12, string anchor = "start", string weight = "normal", double turn = 0) =>
        _body.AppendLine(Format($"<text x=\"{x:F1}\" y=\"{y:F1}\" font-size=\"{size}\" fill=\"{colour}\" text-anchor=\"{anchor}\" font-weight=\"{weight}\"{(turn == 0 ? "" : Format($" transform=\"rotate({turn} {x:F1} {y:F1})\""))}>{WebUtility.HtmlEncode(text)}</text>"));

    /// <summary>The whole file.</summary>
    public override string ToString() => Format(
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {_width:F0} {_height:F0}\" width=\"{_width:F0}\" height=\"{_height:F0}\" font-family=\"Helvetica, Arial, sans-serif\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n") + _body + "</svg>\n";

    /// <summary>Machine, date and command, as they stand under every title.</summary>
    public static string Circumstances(Report report) => Format(
        $"{report.Machine.Processor}, {report.Machine.Cores} cores, {report.Machine.Runtime}; {report.Date:yyyy-MM-dd HH:mm} UTC; medians of {report.Rounds} blocks in turns{(report.Machine.LoadAtStart is > 0.5 and var load ? Format($"; load {load:F1}") : "")}");
}
