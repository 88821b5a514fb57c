namespace NativeGan.Tests.Ptx;

/// <summary>A kernel did what a device does not allow or does not define; the message names kernel, line, block and thread.</summary>
public sealed class PtxViolationException : Exception
{
    public PtxViolationException(string message)
        : base(message)
    {
    }

    public PtxViolationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
