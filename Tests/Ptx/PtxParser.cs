using System.Globalization;
using System.Text.RegularExpressions;

namespace NativeGan.Tests.Ptx;

/// <summary>Reads a module with one entry: directives, declarations, scopes, labels and instructions.</summary>
internal sealed partial class PtxParser(string text)
{
    // Distance between variables, so that running over the end of one is noticed.
    private const int Gap = 64;

    private readonly string _text = Comments().Replace(text, static match => new string('\n', match.Value.Count(static c => c == '\n')));
    private int _place;
    private PtxKernel _kernel = new("?");
    private PtxScope _scope = new(null);

    public PtxKernel ReadEntry()
    {
        // Directives before the entry end with the line. Whatever else a module can hold is not known here.
        while (Word() is var word && word is not ".entry")
        {
            switch (word)
            {
                case ".version" or ".target" or ".address_size":
                    _place = End("\n");
                    break;
                case ".visible":
                    break;
                default:
                    throw NotSupported($"'{word}' outside an entry");
            }
        }

        _kernel = new PtxKernel(Word());
        ReadParameters();
        if (Word() is var open && open != "{")
        {
            throw NotSupported($"'{open}' between parameters and body");
        }

        ReadBody();
        SkipSpace();
        return _place == _text.Length ? _kernel : throw NotSupported("text after the first entry");
    }

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^\.param\s+(\.align\s+(?<align>\d+)\s+)?\.(?<type>\w+)\s+(?<name>[\w$%]+)\s*(\[(?<count>\d+)\])?$")]
    private static partial Regex ParameterPattern();

    [GeneratedRegex(@"^\.(shared|local)\s+(\.align\s+(?<align>\d+)\s+)?\.(?<type>\w+)\s+(?<name>[\w$%]+)\s*(\[(?<count>\d+)\]\s*)*$")]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"\G[A-Za-z_$%][\w$]*\s*:(?!:)")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private void ReadParameters()
    {
        SkipSpace();
        if (_place == _text.Length || _text[_place] != '(')
        {
            return;
        }

        int end = End(")"), offset = 0;
        foreach (string declaration in _text[(_place + 1)..end].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Match match = ParameterPattern().Match(declaration);
            if (!match.Success || PtxType.TryParse(match.Groups["type"].Value) is not { } type)
            {
                throw NotSupported($"parameter '{declaration}'");
            }

            int size = type.Size * (match.Groups["count"].Success ? Number(match.Groups["count"]) : 1);
            int alignment = match.Groups["align"].Success ? Number(match.Groups["align"]) : type.Size;
            offset = RoundUp(offset, alignment);
            _kernel.ParameterList.Add(new PtxParameter(match.Groups["name"].Value, offset, size, alignment));
            _scope.DeclareSymbol(match.Groups["name"].Value, (ulong)offset);
            offset += size;
        }

        _place = end + 1;
    }

    // From behind the entry's opening brace to behind its closing one.
    private void ReadBody()
    {
        int depth = 1;
        while (depth > 0)
        {
            SkipSpace();
            char next = _place < _text.Length ? _text[_place] : throw NotSupported("the text ends inside the entry");
            if (next is '{' or '}')
            {
                _place++;
                depth += next == '{' ? 1 : -1;
                _scope = next == '{' ? new PtxScope(_scope) : _scope.Outer ?? _scope;
            }
            else if (LabelPattern().Match(_text, _place) is { Success: true } label)
            {
                _place += label.Length;
                _scope.DeclareLabel(label.Value.TrimEnd(':').TrimEnd(), _kernel.Instructions.Count);
            }
            else
            {
                ReadStatement();
            }
        }
    }

    private void ReadStatement()
    {
        int line = Line(), end = End(";");
        string statement = Spaces().Replace(_text[_place..end].Trim(), " ");
        if (statement.StartsWith(".reg ", StringComparison.Ordinal))
        {
            DeclareRegisters(statement);
        }
        else if (statement.StartsWith(".shared ", StringComparison.Ordinal) || statement.StartsWith(".local ", StringComparison.Ordinal))
        {
            DeclareVariable(statement, statement[1] == 's' ? _kernel.SharedVariables : _kernel.LocalVariables);
        }
        else if (statement.StartsWith('.') && !statement.StartsWith(".pragma ", StringComparison.Ordinal))
        {
            throw NotSupported($"declaration '{statement}'");
        }
        else if (statement.Length > 0 && statement[0] != '.')
        {
            _kernel.Instructions.Add(new PtxInstruction(_kernel, _scope, _kernel.Instructions.Count, line, statement).Split());
        }

        _place = end + 1;
    }

    // .reg .f32 a, b; and .reg .f32 acc<4>; for acc0 to acc3.
    private void DeclareRegisters(string statement)
    {
        string[] words = statement.Split(' ', 3);
        PtxType type = PtxType.TryParse(words[1][1..]) ?? throw NotSupported($"register type '{words[1]}'");
        foreach (string declared in words[2].Split(',', StringSplitOptions.TrimEntries))
        {
            if (!declared.EndsWith('>'))
            {
                _scope.DeclareRegister(declared, new PtxRegister(_kernel.AddSlot(), type));
                continue;
            }

            int bracket = declared.IndexOf('<', StringComparison.Ordinal);
            int count = int.Parse(declared.AsSpan((bracket + 1)..^1), CultureInfo.InvariantCulture);
            for (int number = 0; number < count; number++)
            {
                _scope.DeclareRegister($"{declared[..bracket]}{number}", new PtxRegister(_kernel.AddSlot(), type));
            }
        }
    }

    private void DeclareVariable(string statement, List<PtxVariable> variables)
    {
        Match match = VariablePattern().Match(statement);
        if (!match.Success || PtxType.TryParse(match.Groups["type"].Value) is not { } type)
        {
            throw NotSupported($"declaration '{statement}'");
        }

        string name = match.Groups["name"].Value;
        int size = match.Groups["count"].Captures.Aggregate(type.Size, static (product, count) => product * Number(count));
        int alignment = match.Groups["align"].Success ? Number(match.Groups["align"]) : type.Size;
        int offset = RoundUp(variables.Count == 0 ? Gap : variables[^1].Offset + variables[^1].Size + Gap, alignment);
        variables.Add(new PtxVariable(name, offset, size));
        _scope.DeclareSymbol(name, (ulong)offset);
        if (variables == _kernel.SharedVariables)
        {
            _kernel.SharedBytes = RoundUp(_kernel.SharedBytes, alignment) + size;
        }
    }

    private string Word()
    {
        SkipSpace();
        int start = _place;
        while (_place < _text.Length && !char.IsWhiteSpace(_text[_place]) && _text[_place] != '(')
        {
            _place++;
        }

        return _place > start ? _text[start.._place] : throw NotSupported("the text ends before an entry");
    }

    private void SkipSpace()
    {
        while (_place < _text.Length && char.IsWhiteSpace(_text[_place]))
        {
            _place++;
        }
    }

    private int End(string mark)
    {
        int end = _text.IndexOf(mark, _place, StringComparison.Ordinal);
        return end >= 0 ? end : throw NotSupported($"'{mark}' is missing");
    }

    private int Line() => 1 + _text.AsSpan(0, Math.Min(_place, _text.Length)).Count('\n');

    private NotSupportedException NotSupported(string what) => new($"PTX of kernel '{_kernel.Name}', line {Line()}: {what}.");

    private static int Number(Capture digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    private static int RoundUp(int value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
