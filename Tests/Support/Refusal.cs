using NUnit.Framework;

namespace NativeGan.Tests.Support;

/// <summary>Errors that are expected.</summary>
public static class Refusal
{
    /// <summary>The message of the exception that an action must throw.</summary>
    public static string Message<TException>(Action action) where TException : Exception =>
        Assert.Throws<TException>(() => action())!.Message;
}
