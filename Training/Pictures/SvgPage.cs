using System.Text;
using static System.FormattableString;

namespace NativeGan.Training.Pictures;

/// <summary>A picture of lines, boxes and words, written as SVG, with its content in words for those who cannot see it.</summary>
internal sealed class SvgPage
{
    /// <summary>Colours that differ in brightness as well as in hue, darkest first.</summary>
    public static readonly string[] Colours = ["#1b4f8a", "#c0392b", "#2e8b57", "#e08e0b", "#7d3c98", "#16a3b8", "#7f8c8d", "#b5651d", "#d45087", "#556b2f"];

    private const double Margin = 16;

    private readonly StringBuilder _body = new();
    private readonly double _width;
    private readonly string _title;
    private readonly string _description;

    /// <summary>A page with a title; lines that are too long for it are wrapped.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="title">The heading, and the name that a screen reader says.</param>
    /// <param name="subtitle">A line under it: machine, date, seed.</param>
    /// <param name="description">What is to be seen, in words.</param>
    public SvgPage(double width, string title, string subtitle, string description)
        : this(width, title, description)
    {
        Height = 26 + 20 * Lines(Margin, 26, title, width - 2 * Margin, 20, size: 16, weight: "bold");
        Height += 15 * Lines(Margin, Height, subtitle, width - 2 * Margin, 15, "#555555", 11.5) - 8;
    }

    /// <summary>An empty picture, without a heading to be seen: for a page that has one.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="title">The name that a screen reader says.</param>
    /// <param name="description">What is to be seen, in words.</param>
    public SvgPage(double width, string title, string description) => (_width, _title, _description) = (width, title, description);

    /// <summary>Height in pixels, of what is drawn so far; whoever draws below it makes it larger.</summary>
    public double Height { get; set; }

    /// <summary>A filled box.</summary>
    public void Box(double x, double y, double width, double height, string colour) =>
        _body.AppendLine(Invariant($"<rect x=\"{x:F1}\" y=\"{y:F1}\" width=\"{Math.Max(width, 0.5):F1}\" height=\"{height:F1}\" fill=\"{colour}\"/>"));

    /// <summary>A line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string colour, double width = 1, string dash = "") =>
        _body.AppendLine(Invariant($"<line x1=\"{x1:F1}\" y1=\"{y1:F1}\" x2=\"{x2:F1}\" y2=\"{y2:F1}\" stroke=\"{colour}\" stroke-width=\"{width}\"{(dash.Length > 0 ? $" stroke-dasharray=\"{dash}\"" : "")}/>"));

    /// <summary>A line through points.</summary>
    public void Path(IEnumerable<(double X, double Y)> points, string colour, double width = 2, string dash = "") =>
        _body.AppendLine(Invariant($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{(dash.Length > 0 ? $" stroke-dasharray=\"{dash}\"" : "")} points=\"{string.Join(' ', points.Select(point => Invariant($"{point.X:F1},{point.Y:F1}")))}\"/>"));

    /// <summary>A dot, with words that a browser shows on top of it.</summary>
    public void Dot(double x, double y, string colour, string tip, double radius = 4) =>
        _body.AppendLine(Invariant($"<circle cx=\"{x:F1}\" cy=\"{y:F1}\" r=\"{radius}\" fill=\"{colour}\" stroke=\"white\"><title>{Markup.Escape(tip)}</title></circle>"));

    /// <summary>Words.</summary>
    public void Text(double x, double y, string text, string colour = "#222222", double size = 12, string anchor = "start", string weight = "normal", double turn = 0) =>
        _body.AppendLine(Invariant($"<text x=\"{x:F1}\" y=\"{y:F1}\" font-size=\"{size}\" fill=\"{colour}\" text-anchor=\"{anchor}\" font-weight=\"{weight}\"{(turn == 0 ? "" : Invariant($" transform=\"rotate({turn} {x:F1} {y:F1})\""))}>{Markup.Escape(text)}</text>"));

    /// <summary>Words on as many lines as they need.</summary>
    /// <param name="x">Where each line begins.</param>
    /// <param name="y">The base of the first line.</param>
    /// <param name="text">The words.</param>
    /// <param name="width">Room for a line.</param>
    /// <param name="lineHeight">From one line to the next.</param>
    /// <param name="colour">Of the letters.</param>
    /// <param name="size">Of the letters.</param>
    /// <param name="weight">Of the letters.</param>
    /// <returns>How many lines there are.</returns>
    public int Lines(double x, double y, string text, double width, double lineHeight, string colour = "#222222", double size = 12, string weight = "normal")
    {
        // The viewer's font is not known here: 0.56 of its size is what a letter of a wide one takes on average.
        int letters = (int)(width / (0.56 * size));
        int lines = 0;
        for (string rest = text; rest.Length > 0 || lines == 0; lines++)
        {
            int end = rest.Length <= letters ? rest.Length : rest.LastIndexOf(' ', letters);
            end = end > 0 ? end : Math.Min(letters, rest.Length);
            Text(x, y + lineHeight * lines, rest[..end], colour, size, weight: weight);
            rest = rest[end..].TrimStart();
        }

        return lines;
    }

    /// <summary>The whole file.</summary>
    public override string ToString() => Invariant(
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {_width:F0} {Height:F0}\" width=\"{_width:F0}\" height=\"{Height:F0}\" font-family=\"Helvetica, Arial, sans-serif\" role=\"img\">\n")
        + $"<title>{Markup.Escape(_title)}</title>\n<desc>{Markup.Escape(_description)}</desc>\n"
        + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n" + _body + "</svg>\n";
}
