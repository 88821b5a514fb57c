using System.Globalization;
using System.Text;

namespace NativeGan.Tests.Training.Support;

/// <summary>A terminal's screen: text wraps at its width, and the control sequences that a progress line uses are obeyed.</summary>
/// <remarks>
/// As in terminals that break lines again when the window is resized (VTE, Windows Terminal, tmux): a row that has become too long goes on in
/// the next one, and the cursor stays at its letter. There is no height: every line stays.
/// </remarks>
internal sealed class VirtualTerminal(int width) : StringWriter
{
    // A row, and whether it goes on in the next one.
    private readonly List<(StringBuilder Text, bool GoesOn)> _rows = [(new StringBuilder(), false)];
    private int _row, _column;
    private bool _wraps = true;

    public int Width { get; private set; } = width;

    /// <summary>Whether a sequence that sets a colour was seen.</summary>
    public bool HasColour { get; private set; }

    /// <summary>The rows that have text, without blanks at their ends.</summary>
    public string[] Rows => [.. _rows.Select(row => row.Text.ToString().TrimEnd()).Where(text => text.Length > 0)];

    /// <summary>The row of the cursor.</summary>
    public string CursorRow => _rows[_row].Text.ToString().TrimEnd();

    public override void Write(string? value)
    {
        for (int i = 0; i < value!.Length; i++)
        {
            if (value[i] == '\e')
            {
                int end = i + 2;
                while (!char.IsAsciiLetter(value[end]))
                {
                    end++;
                }

                Obey(value[(i + 2)..end], value[end]);
                i = end;
            }
            else
            {
                Put(value[i]);
            }
        }
    }

    public override void Write(char value) => Put(value);

    public override void WriteLine(string? value) => Write($"{value}\n");

    /// <summary>Changes the width, and breaks long rows again.</summary>
    public void Resize(int width)
    {
        Width = width;
        for (int row = 0; row < _rows.Count; row++)
        {
            if (_rows[row].Text.Length <= width)
            {
                continue;
            }

            string rest = _rows[row].Text.ToString(width, _rows[row].Text.Length - width);
            _rows.Insert(row + 1, (new StringBuilder(rest), _rows[row].GoesOn));
            _rows[row] = (_rows[row].Text.Remove(width, rest.Length), true);
            (_row, _column) = _row > row ? (_row + 1, _column) : _row == row && _column >= width ? (row + 1, _column - width) : (_row, _column);
        }
    }

    private void Obey(string parameter, char command)
    {
        switch (command, parameter)
        {
            case ('J', ""):
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                StringBuilder text = _rows[_row].Text;
                text.Length = Math.Min(text.Length, _column);
                break;
            case ('h' or 'l', "?7"):
                _wraps = command == 'h';
                break;
            case ('m', _):
                HasColour = true;
                break;
            default:
                throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"ESC [ {parameter} {command} is not known here."));
        }
    }

    private void Put(char letter)
    {
        if (letter == '\r')
        {
            _column = 0;
            return;
        }

        if (letter == '\n' || (_column == Width && _wraps))
        {
            _rows[_row] = (_rows[_row].Text, letter != '\n');
            _row++;
            _column = 0;
            if (_row == _rows.Count)
            {
                _rows.Add((new StringBuilder(), false));
            }
        }

        if (letter == '\n')
        {
            return;
        }

        int column = Math.Min(_column, Width - 1);
        StringBuilder row = _rows[_row].Text;
        row.Length = Math.Max(row.Length, column + 1);
        row[column] = letter;
        _column = column + 1;
    }
}
