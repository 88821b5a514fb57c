using System.CommandLine;
using System.CommandLine.Invocation;
using NativeGan.Training.Errors;

namespace NativeGan.Training.Commands;

/// <summary>What <c>--help</c> does, in place of everything else that the command line asks for.</summary>
/// <param name="program">What the program is called.</param>
/// <param name="all">Whether it is <c>--help-all</c>.</param>
internal sealed class HelpRequest(ProgramName program, bool all) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        new HelpScreen(program, parseResult, all).Write(ConsoleOutput.Result);
        return ExitCodes.Success;
    }
}
