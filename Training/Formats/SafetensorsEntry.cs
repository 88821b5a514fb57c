namespace NativeGan.Training.Formats;

/// <summary>One tensor of a safetensors file: what it is and where its bytes are.</summary>
/// <param name="Name">The tensor's name, unique in its file.</param>
/// <param name="Type">What one element is.</param>
/// <param name="Shape">Extents, row-major; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">First byte after it.</param>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<int> Shape, long Begin, long End)
{
    /// <summary>Number of elements: the product of the extents.</summary>
    public long Count => (End - Begin) / Type.Size();

    /// <summary>Bytes in all.</summary>
    public long ByteLength => End - Begin;

    /// <summary>The extents as in <c>[64, 784]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
