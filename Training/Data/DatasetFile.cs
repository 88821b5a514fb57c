namespace NativeGan.Training.Data;

/// <summary>One published file of a data set, as it is when decompressed.</summary>
/// <param name="Name">Its usual name, <c>train-images-idx3-ubyte</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Checksum, in lower-case hexadecimal.</param>
internal sealed record DatasetFile(string Name, long Length, string Sha256);
