namespace NativeGan.Training.Commands;

/// <summary>What a program is called.</summary>
/// <param name="Label">In front of its messages.</param>
/// <param name="Command">How it is started, in help.</param>
internal sealed record ProgramName(string Label, string Command);
