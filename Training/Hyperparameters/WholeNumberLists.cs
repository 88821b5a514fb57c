using System.Text.Json;

namespace NativeGan.Training.Hyperparameters;

/// <summary>Lists of whole numbers: 512,256 on the command line, [512, 256] in a file, where the list may also be empty.</summary>
/// <param name="numbers">What may stand in them.</param>
internal sealed class WholeNumberLists(WholeNumbers<int> numbers) : ValueKind
{
    /// <inheritdoc/>
    public override string Range => $"numbers with commas between them, each {numbers.Range}";

    /// <inheritdoc/>
    public override string Expected => $"a list such as 512,256 of whole numbers from {numbers.Range}";

    /// <inheritdoc/>
    public override bool TryParse(string text, out object value) =>
        TryEach(text.Split(','), (string part, out object number) => numbers.TryParse(part, out number), out value);

    /// <inheritdoc/>
    public override bool TryRead(JsonElement element, out object value)
    {
        value = Array.Empty<int>();
        return element.ValueKind == JsonValueKind.Array
            && TryEach([.. element.EnumerateArray()], (JsonElement part, out object number) => numbers.TryRead(part, out number), out value);
    }

    /// <inheritdoc/>
    public override bool Holds(object value) => value is IReadOnlyList<int> list && list.All(number => numbers.Holds(number));

    /// <inheritdoc/>
    public override bool AreSame(object first, object second) => ((IReadOnlyList<int>)first).SequenceEqual((IReadOnlyList<int>)second);

    /// <inheritdoc/>
    public override string Show(object value) => value is IReadOnlyList<int> { Count: > 0 } list ? string.Join(',', list) : "none";

    private static bool TryEach<TPart>(TPart[] parts, Reader<TPart> read, out object value)
    {
        int[] list = new int[parts.Length];
        value = list;
        for (int index = 0; index < list.Length; index++)
        {
            if (!read(parts[index], out object number))
            {
                return false;
            }

            list[index] = (int)number;
        }

        return true;
    }

    private delegate bool Reader<TPart>(TPart part, out object number);
}
