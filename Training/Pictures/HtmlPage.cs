using System.Text;

namespace NativeGan.Training.Pictures;

/// <summary>A page that is one file: readable from disk, without a network, without a script, on paper and in the dark.</summary>
/// <remarks>
/// It is HTML and well-formed XML at once. Its content security policy lets a browser load nothing from outside, so that what is
/// shown is what is in the file.
/// </remarks>
internal sealed class HtmlPage
{
    // In the dark, plots are inverted as a whole: turning the hue by half a circle gives the curves their own colours back.
    private const string Style =
        """
        :root { color-scheme: light dark; }
        body { margin: 2rem auto; padding: 0 1.5rem; max-width: 84rem; font: 16px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; color: #222; background: #fff; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; margin: .75rem 0; }
        caption { text-align: left; color: #555; padding-bottom: .4rem; }
        th, td { border-bottom: 1px solid #ddd; padding: .3rem .9rem .3rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        thead th { border-bottom: 2px solid #888; }
        th { min-width: 5.5rem; }
        th:first-child { min-width: 3rem; overflow-wrap: normal; }
        tbody th { font-weight: normal; color: #555; }
        table.words td { min-width: 9rem; max-width: 30rem; }
        table.numbers td, table.numbers thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; padding-left: 1rem; }
        table.numbers td { white-space: nowrap; }
        table.numbers th { min-width: 7rem; }
        table.pictures td { min-width: 12rem; }
        table.pictures img { display: block; width: 100%; max-width: 32rem; height: auto; }
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1.5rem; }
        figure { margin: 0; break-inside: avoid; }
        figure svg { width: 100%; height: auto; }
        figcaption { font-size: .85rem; color: #555; }
        figcaption ul { margin: .2rem 0; padding-left: 1.2rem; }
        details { margin: 1rem 0; }
        summary { cursor: pointer; }
        footer { margin-top: 3rem; color: #555; font-size: .85rem; }
        @media (prefers-color-scheme: dark) {
          body { color: #ddd; background: #161616; }
          caption, tbody th, figcaption, footer { color: #aaa; }
          th, td { border-color: #444; }
          figure svg { filter: invert(.92) hue-rotate(180deg); }
        }
        @media print {
          body { margin: 0; max-width: none; font-size: 11px; }
          .scroll { overflow: visible; }
          .plots { grid-template-columns: 1fr 1fr; }
          h2, caption { break-after: avoid; }
          th, table.numbers th, table.words td { min-width: 0; }
          tr { break-inside: avoid; }
          table.pictures td { min-width: 0; }
        }
        """;

    private readonly string _title;
    private readonly StringBuilder _body = new();

    /// <summary>A page with its heading.</summary>
    /// <param name="title">The heading, and what a browser's tab says.</param>
    public HtmlPage(string title)
    {
        _title = title;
        _body.Append($"<h1>{Markup.Escape(title)}</h1>\n");
    }

    /// <summary>A heading within the page.</summary>
    public void Heading(string text) => _body.Append($"<h2>{Markup.Escape(text)}</h2>\n");

    /// <summary>A paragraph.</summary>
    public void Paragraph(string text) => _body.Append($"<p>{Markup.Escape(text)}</p>\n");

    /// <summary>A table, which scrolls by itself where it is wider than the page.</summary>
    public void Table(HtmlTable table)
    {
        _body.Append($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{Markup.Escape(table.Caption)}\">\n<table class=\"{table.Style}\">\n");
        _body.Append($"<caption>{Markup.Escape(table.Caption)}</caption>\n<thead><tr><th scope=\"col\">{Markup.Escape(table.Corner)}</th>");
        _body.AppendJoin("", table.Columns.Select(column => $"<th scope=\"col\">{Markup.Escape(column)}</th>")).Append("</tr></thead>\n<tbody>\n");
        foreach ((string heading, IReadOnlyList<Markup> cells) in table.Rows)
        {
            _body.Append($"<tr><th scope=\"row\">{Markup.Escape(heading)}</th>").AppendJoin("", cells.Select(cell => $"<td>{cell.Html}</td>")).Append("</tr>\n");
        }

        _body.Append("</tbody>\n</table>\n</div>\n");
    }

    /// <summary>Plots beside and below each other, as many in a row as there is room for.</summary>
    /// <param name="plots">Each with what is to be seen in it, a sentence for each curve.</param>
    public void Plots(IEnumerable<(Plot Plot, IReadOnlyList<string> Words)> plots)
    {
        _body.Append("<div class=\"plots\">\n");
        foreach ((Plot plot, IReadOnlyList<string> words) in plots)
        {
            _body.Append("<figure>\n").Append(PlotPage.DrawAlone(plot, string.Join(" ", words)));
            _body.Append("<figcaption><ul>").AppendJoin("", words.Select(sentence => $"<li>{Markup.Escape(sentence)}</li>")).Append("</ul></figcaption>\n</figure>\n");
        }

        _body.Append("</div>\n");
    }

    /// <summary>A part that is folded away until it is asked for.</summary>
    /// <param name="summary">What is in it.</param>
    /// <param name="write">Writes it, into this page.</param>
    public void Details(string summary, Action write)
    {
        _body.Append($"<details>\n<summary>{Markup.Escape(summary)}</summary>\n");
        write();
        _body.Append("</details>\n");
    }

    /// <summary>The last line of the page: what made it.</summary>
    public void Footer(string text) => _body.Append($"<footer>{Markup.Escape(text)}</footer>\n");

    /// <summary>The whole file.</summary>
    public override string ToString() =>
        "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\" />\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\" />\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
        + $"<title>{Markup.Escape(_title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n{_body}</body>\n</html>\n";
}
