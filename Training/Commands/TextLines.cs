namespace NativeGan.Training.Commands;

/// <summary>Text in lines of a bounded width.</summary>
internal static class TextLines
{
    /// <summary>Columns of a terminal that nobody made wider: everything the program prints as a page fits them.</summary>
    public const int Width = 80;

    /// <summary>A text in lines of at most so many letters, broken at spaces; a longer word is cut.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width) => Wrap(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), width);

    /// <summary>Words in lines of at most so many letters; a word may hold spaces and stays whole, one that is longer than a line is cut.</summary>
    public static IReadOnlyList<string> Wrap(IEnumerable<string> words, int width)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in words.SelectMany(word => word.Chunk(width).Select(letters => new string(letters))))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        lines.Add(line);
        return lines;
    }

    /// <summary>Writes a paragraph.</summary>
    public static void Write(TextWriter writer, string text, string indent = "")
    {
        foreach (string line in Wrap(text, Width - indent.Length))
        {
            writer.WriteLine($"{indent}{line}");
        }
    }

    /// <summary>Writes entries with their texts beside them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="entries">Label and text of each.</param>
    /// <param name="widest">Widest label that its text stands beside; a wider one has it below.</param>
    public static void WriteTable(TextWriter writer, IReadOnlyList<(string Label, string Text)> entries, int widest = 26)
    {
        int column = 4 + entries.Select(entry => entry.Label.Length).Where(length => length <= widest).DefaultIfEmpty(widest).Max();
        foreach ((string label, string text) in entries)
        {
            bool isBeside = label.Length <= widest;
            if (!isBeside)
            {
                writer.WriteLine($"  {label}");
            }

            string first = isBeside ? $"  {label}".PadRight(column) : new string(' ', column);
            foreach (string line in Wrap(text, Width - column))
            {
                writer.WriteLine($"{first}{line}".TrimEnd());
                first = new string(' ', column);
            }
        }
    }
}
