using NativeGan.Training.Errors;

namespace NativeGan.Training.Formats;

/// <summary>A file that people write by hand, read once and whole: a pipe cannot be read again, and a device has no end.</summary>
internal static class SmallFile
{
    /// <summary>Largest file in bytes; what people write is smaller than a hundredth of it.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; <c>-</c> for the standard input.</param>
    /// <param name="where">What it is, for messages: "Configuration 'x.json'".</param>
    /// <param name="expected">What it should hold: "a JSON file with options of a run".</param>
    /// <param name="exitCode">What a file that is too large ends the program with; one that cannot be read is <see cref="ExitCodes.DataMissing"/>.</param>
    /// <exception cref="InputException">It is missing, cannot be read, or is too large.</exception>
    public static byte[] Read(string path, string where, string expected, int exitCode)
    {
        try
        {
            using Stream stream = path == "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
            byte[] bytes = new byte[MostBytes + 1];
            int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return count <= MostBytes ? bytes[..count] : throw new InputException($"{where} is larger than 1 MiB. Give {expected}.", exitCode);
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception))
        {
            throw FileErrors.Reading(path, exception, where);
        }
    }
}
