namespace NativeGan.Tests.Fixtures;

/// <summary>A recorded family is missing, empty or damaged.</summary>
public sealed class FixtureException(string message, Exception? inner = null) : Exception(message, inner);
