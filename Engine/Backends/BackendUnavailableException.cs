namespace NativeGan.Engine.Backends;

/// <summary>A backend that was asked for is not there; the message says why and what would help.</summary>
public sealed class BackendUnavailableException(string message) : Exception(message);
