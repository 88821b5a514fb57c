using NativeGan.Training.Errors;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Support;

/// <summary>Checks on the one-line errors that the command line shows.</summary>
internal static class InputAssert
{
    /// <summary>The action is refused with exit code 5, in one line that contains every part.</summary>
    public static void Refuses(Action action, params string[] parts)
    {
        InputException exception = Assert.Throws<InputException>(action)!;
        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.DataMissing), exception.Message);
        Assert.That(exception.Message, Does.Not.Contain('\n').And.EndsWith("."));
        foreach (string part in parts)
        {
            Assert.That(exception.Message, Does.Contain(part));
        }
    }
}
