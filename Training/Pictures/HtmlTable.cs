namespace NativeGan.Training.Pictures;

/// <summary>A table of an <see cref="HtmlPage"/>: a heading over each column and one at the start of each row.</summary>
/// <param name="Caption">What is in it.</param>
/// <param name="Corner">What the row headings are.</param>
/// <param name="Columns">The headings of the other columns.</param>
internal sealed record HtmlTable(string Caption, string Corner, IReadOnlyList<string> Columns)
{
    private readonly List<(string Heading, IReadOnlyList<Markup> Cells)> _rows = [];

    /// <summary>How its cells are set: a class of <see cref="HtmlPage"/>'s style sheet, such as <c>numbers</c> or <c>pictures</c>.</summary>
    public string Style { get; init; } = "words";

    /// <summary>The rows, from top to bottom.</summary>
    public IReadOnlyList<(string Heading, IReadOnlyList<Markup> Cells)> Rows => _rows;

    /// <summary>Adds a row.</summary>
    /// <param name="heading">What the row is about.</param>
    /// <param name="cells">One for each column.</param>
    public void Add(string heading, IEnumerable<Markup> cells) => _rows.Add((heading, [.. cells]));

    /// <summary>Adds a row of words or numbers.</summary>
    /// <param name="heading">What the row is about.</param>
    /// <param name="cells">One for each column.</param>
    public void Add(string heading, IEnumerable<string> cells) => Add(heading, cells.Select(Markup.Text));
}
