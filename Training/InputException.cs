namespace NativeGan.Training;

/// <summary>Something the user gave (an option, a file, a folder) cannot be used; the message is one line for the console.</summary>
/// <param name="message">Where, what was found, what was expected, and what to do.</param>
/// <param name="exitCode">What the program ends with, one of <see cref="ExitCodes"/>.</param>
/// <param name="inner">What the platform reported, shown with <c>--verbose</c> only.</param>
public sealed class InputException(string message, int exitCode, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the program ends with, one of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
