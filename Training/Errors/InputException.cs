namespace NativeGan.Training.Errors;

/// <summary>Something the user gave (an option, a file, a folder) cannot be used; the message is one line.</summary>
/// <remarks>Names out of a file go into such messages, so line breaks and other control characters are replaced.</remarks>
/// <param name="message">Where, what was found, what was expected, and what to do.</param>
/// <param name="exitCode">What the program ends with, one of <see cref="ExitCodes"/>.</param>
/// <param name="inner">What the platform reported, shown with <c>--verbose</c> only.</param>
public sealed class InputException(string message, int exitCode, Exception? inner = null)
    : Exception(OneLine(message), inner)
{
    /// <summary>What the program ends with, one of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;

    private static string OneLine(string message) =>
        message.Any(char.IsControl) ? string.Concat(message.Select(letter => char.IsControl(letter) ? ' ' : letter)) : message;
}
