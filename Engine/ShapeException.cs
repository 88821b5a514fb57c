namespace NativeGan.Engine;

/// <summary>Shapes that do not fit together; the message names the operation, both shapes and, where known, the remedy.</summary>
public sealed class ShapeException(string message) : ArgumentException(message);
