namespace NativeGan.Training.Formats;

/// <summary>Element types of a safetensors file that this program reads and writes; the names are the file's.</summary>
public enum SafetensorsType
{
    /// <summary>32-bit IEEE 754.</summary>
    F32,

    /// <summary>64-bit IEEE 754.</summary>
    F64,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>Unsigned byte.</summary>
    U8,
}

/// <summary>Sizes of safetensors element types.</summary>
public static class SafetensorsTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this SafetensorsType type) => type switch
    {
        SafetensorsType.F64 or SafetensorsType.I64 => 8,
        SafetensorsType.F32 or SafetensorsType.I32 => 4,
        _ => 1,
    };
}
