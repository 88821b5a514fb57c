namespace NativeGan.Engine.Backends;

/// <summary>What one element of a buffer is.</summary>
public enum ElementType
{
    /// <summary>32-bit IEEE 754: the number type of every backend but <c>reference</c>.</summary>
    Float32,

    /// <summary>64-bit IEEE 754: the number type of <c>reference</c>, and of optimiser clocks everywhere.</summary>
    Float64,

    /// <summary>Signed 32-bit integer: row indices and counters.</summary>
    Int32,

    /// <summary>Unsigned byte: pixels, kept as they come from the file.</summary>
    UInt8,
}

/// <summary>A run of elements in some device's memory, counted by the tensors that share it.</summary>
/// <remarks>
/// A buffer starts with one reference. When the last is released it goes back to the pool it came from. One that is
/// simply forgotten is freed by the garbage collector.
/// </remarks>
public abstract class DeviceBuffer(int length, ElementType type)
{
    private int _references = 1;

    /// <summary>Number of elements, 0 or more.</summary>
    public int Length { get; } = length;

    /// <summary>What an element is.</summary>
    public ElementType Type { get; } = type;

    /// <summary>Bytes in all.</summary>
    public long ByteLength => (long)Length * Type.Size();

    /// <summary>True once the last reference was released; such a buffer may already belong to someone else.</summary>
    public bool IsReleased => Volatile.Read(ref _references) <= 0;

    /// <summary>
    /// How often the contents were changed in place while somebody could still hold them: by optimisers, assignments and
    /// redrawn indices. An operation remembers it, and refuses a gradient at values that are gone. Replays do not count.
    /// </summary>
    public int Version { get; internal set; }

    /// <summary>Counts one more tensor that uses this buffer.</summary>
    public void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>Counts one tensor less; the last one returns the memory.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            ReturnMemory();
        }
    }

    /// <summary>Hands the memory back to the pool it came from.</summary>
    protected abstract void ReturnMemory();
}

/// <summary>Sizes of element types.</summary>
public static class ElementTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Float64 => 8,
        ElementType.UInt8 => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown element type."),
    };
}
