namespace NativeGan.Training.Errors;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Nearest
{
    /// <summary><c>; did you mean 'x'?</c> where a candidate is close, else a full stop.</summary>
    public static string Hint(string found, IEnumerable<string> candidates)
    {
        string? nearest = Find(found, candidates);
        return nearest is null ? "." : $"; did you mean '{nearest}'?";
    }

    /// <summary>The candidate with the fewest edits, if it is at most half the word away.</summary>
    public static string? Find(string found, IEnumerable<string> candidates)
    {
        (string? nearest, int fewest) = (null, int.MaxValue);
        foreach (string candidate in candidates)
        {
            int edits = Distance(found, candidate);
            if (edits < fewest)
            {
                (nearest, fewest) = (candidate, edits);
            }
        }

        return fewest <= Math.Max(1, found.Length / 2) ? nearest : null;
    }

    /// <summary>Insertions, deletions and substitutions that turn one word into the other (Levenshtein 1965); letter case does not count.</summary>
    public static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = previous[j - 1] + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
