namespace NativeGan.Engine.Backends;

/// <summary>A device stopped working while it was in use; what was in its memory is lost.</summary>
/// <param name="message">Which device, and what its driver says.</param>
/// <param name="cause">What the driver's binding threw.</param>
public sealed class DeviceFailedException(string message, Exception? cause = null) : Exception(message, cause);
