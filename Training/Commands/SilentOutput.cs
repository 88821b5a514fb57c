using System.Text;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Commands;

/// <summary>Standard output that may vanish: what a closed terminal does not take is dropped, and the program goes on.</summary>
/// <remarks>A training that nobody watches any more is still to be saved. It is put in the place of <see cref="Console.Out"/> until it is disposed.</remarks>
internal sealed class SilentOutput : TextWriter
{
    private readonly TextWriter _before = Console.Out;

    /// <summary>Takes the place of standard output.</summary>
    public SilentOutput() => Console.SetOut(this);

    /// <inheritdoc/>
    public override Encoding Encoding => _before.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => _before.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => _before.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => _before.Write(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => _before.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(_before.Flush);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Console.SetOut(_before);
        }

        base.Dispose(disposing);
    }

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (FileErrors.IsFileError(exception) || exception is ObjectDisposedException)
        {
            // There is nobody to tell, and nothing to tell it with.
        }
    }
}
