using System.Text.Json;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Formats;

/// <summary>The checked header of a safetensors file: every tensor in range, none overlapping, no byte left over.</summary>
internal sealed class SafetensorsHeader
{
    private readonly string _path;
    private readonly long _dataLength;
    private readonly Dictionary<string, SafetensorsEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader(string path, long dataLength)
    {
        _path = path;
        _dataLength = dataLength;
    }

    /// <summary>The tensors, by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    /// <summary>The text beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Reads the JSON text and checks it against the length of the data behind it.</summary>
    public static SafetensorsHeader Parse(string path, byte[] text, long dataLength)
    {
        var header = new SafetensorsHeader(path, dataLength);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            header.ReadObject(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // An InvalidOperationException is what the parser says of text that is not valid UTF-16, such as "\ud800".
            throw header.Refuse($"the header is not valid JSON ({FileErrors.OneLine(exception)})", exception);
        }

        header.CheckThatEveryByteBelongsToOneTensor();
        return header;
    }

    private void ReadObject(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Refuse($"the header is a JSON {root.ValueKind}, an object is expected");
        }

        bool hasMetadata = false;
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Name == SafetensorsFile.MetadataName)
            {
                if (hasMetadata)
                {
                    throw Refuse($"'{SafetensorsFile.MetadataName}' appears twice");
                }

                hasMetadata = true;
                ReadMetadata(property.Value);
            }
            else if (!_entries.TryAdd(property.Name, ReadEntry(property.Name, property.Value)))
            {
                throw Refuse($"the name '{property.Name}' appears twice");
            }
        }
    }

    private void ReadMetadata(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Refuse($"'{SafetensorsFile.MetadataName}' is a JSON {element.ValueKind}, an object of strings is expected");
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                throw Refuse($"metadata '{property.Name}' is a JSON {property.Value.ValueKind}, a string is expected");
            }

            if (!_metadata.TryAdd(property.Name, property.Value.GetString()!))
            {
                throw Refuse($"metadata '{property.Name}' appears twice");
            }
        }
    }

    private SafetensorsEntry ReadEntry(string name, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Refuse($"'{name}' is a JSON {element.ValueKind}, an object with dtype, shape and data_offsets is expected");
        }

        SafetensorsType type = ReadType(name, Field(name, element, "dtype", JsonValueKind.String).GetString()!);
        int[] shape = [.. Numbers(name, element, "shape").Select(extent => checked((int)extent))];
        long[] offsets = Numbers(name, element, "data_offsets");
        if (offsets.Length != 2 || offsets[0] > offsets[1])
        {
            throw Refuse($"data_offsets of '{name}' are [{string.Join(", ", offsets)}], two numbers in order are expected");
        }

        if (offsets[1] > _dataLength)
        {
            throw Refuse(
                $"'{name}' ends at byte {offsets[1]} of the data, which have {_dataLength} bytes: the file is truncated or damaged");
        }

        // No product overflows: each is compared with the file's length (63 bits) before it is multiplied by 31 bits more.
        Int128 expected = shape.Contains(0) ? 0 : type.Size();
        foreach (int extent in shape)
        {
            expected = expected > _dataLength ? expected : expected * extent;
        }

        if (expected != offsets[1] - offsets[0])
        {
            throw Refuse(
                $"'{name}' holds {offsets[1] - offsets[0]} bytes, its shape [{string.Join(", ", shape)}] of {type} asks for "
                + (expected > _dataLength ? "more than the file has" : $"{expected}"));
        }

        return new SafetensorsEntry(name, type, shape, offsets[0], offsets[1]);
    }

    private SafetensorsType ReadType(string name, string text)
    {
        foreach (SafetensorsType type in Enum.GetValues<SafetensorsType>())
        {
            if (text == type.ToString())
            {
                return type;
            }
        }

        string known = string.Join(", ", Enum.GetNames<SafetensorsType>());
        throw Refuse($"'{name}' has the dtype '{text}', one of {known} is expected");
    }

    private long[] Numbers(string name, JsonElement element, string field)
    {
        JsonElement array = Field(name, element, field, JsonValueKind.Array);
        var numbers = new long[array.GetArrayLength()];
        long most = field == "shape" ? int.MaxValue : long.MaxValue;
        for (int index = 0; index < numbers.Length; index++)
        {
            JsonElement number = array[index];
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out numbers[index])
                || numbers[index] < 0 || numbers[index] > most)
            {
                throw Refuse(
                    $"{field} of '{name}' has {Shortened(number.GetRawText())}, a whole number from 0 to {most} is expected");
            }
        }

        return numbers;
    }

    private JsonElement Field(string name, JsonElement element, string field, JsonValueKind kind)
    {
        JsonElement? found = null;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name == field)
            {
                if (found is not null)
                {
                    throw Refuse($"'{name}' has {field} twice");
                }

                found = property.Value;
            }
        }

        if (found is null)
        {
            throw Refuse($"'{name}' has no {field}");
        }

        return found.Value.ValueKind == kind
            ? found.Value
            : throw Refuse($"{field} of '{name}' is a JSON {found.Value.ValueKind}, a JSON {kind} is expected");
    }

    private void CheckThatEveryByteBelongsToOneTensor()
    {
        long position = 0;
        string previous = "the header";
        foreach (SafetensorsEntry entry in _entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin < position)
            {
                throw Refuse(
                    $"'{entry.Name}' starts at byte {entry.Begin} of the data, inside '{previous}', which ends at {position}");
            }

            if (entry.Begin > position)
            {
                throw Refuse($"bytes {position} to {entry.Begin} of the data belong to no tensor");
            }

            position = entry.End;
            previous = entry.Name;
        }

        if (position < _dataLength)
        {
            throw Refuse($"{_dataLength - position} bytes after the last tensor belong to no tensor");
        }
    }

    private InputException Refuse(string what, Exception? inner = null) =>
        new($"Safetensors file '{_path}': {what}.", ExitCodes.DataMissing, inner);

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
