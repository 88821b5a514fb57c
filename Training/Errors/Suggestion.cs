namespace NativeGan.Training.Errors;

/// <summary>Commands as messages suggest them: what is copied from there into a shell does what it says.</summary>
internal static class Suggestion
{
    /// <summary>A command of this program: <c>nativegan resume 'my runs/s4-001'</c>.</summary>
    /// <param name="words">The command, its arguments and options.</param>
    public static string Command(params IEnumerable<string> words) => string.Join(' ', words.Prepend("nativegan").Select(Quote));

    /// <summary>A word as the shell takes it: in quotes where it holds anything that a shell reads for itself.</summary>
    public static string Quote(string word)
    {
        if (word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || "-_./=:,+@%".Contains(letter) || (letter == '\\' && OperatingSystem.IsWindows())))
        {
            return word;
        }

        // Within single quotes nothing is special but their end.
        return OperatingSystem.IsWindows() ? $"\"{word}\"" : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
