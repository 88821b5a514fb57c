using NativeGan.Engine.Backends;
using NativeGan.Kernels;
using NUnit.Framework;

namespace NativeGan.Tests.Support;

/// <summary>The backends as test input: each is opened once, shared by all tests and closed after the last.</summary>
public static class BackendCases
{
    /// <summary>Largest extent of a matrix product that a test tries on a slow backend.</summary>
    public const int LargestSlowExtent = 64;

    private static readonly Dictionary<string, (IBackend? Backend, string? Reason)> _opened = [];
    private static readonly Lock _lock = new();

    /// <summary>Every name in the catalog, present or not.</summary>
    public static IReadOnlyList<string> All => BackendCatalog.Names;

    /// <summary>The names of those that this machine has.</summary>
    public static IEnumerable<string> Present => All.Where(name => Open(name).Backend is not null);

    /// <summary>The names of those present that compute in single precision: all but <c>reference</c>.</summary>
    public static IEnumerable<string> PresentButReference => Present.Where(name => name != "reference");

    /// <summary>A backend by name; a test that needs a missing one is skipped with the reason.</summary>
    public static IBackend Get(string name)
    {
        (IBackend? backend, string? reason) = Open(name);
        if (backend is null)
        {
            Assert.Ignore($"Backend '{name}' is not available here: {reason ?? "no reason was given"}");
        }

        return backend!;
    }

    /// <summary>
    /// Whether a matrix product with these extents ends in reasonable time. ILGPU's processor accelerator runs each thread
    /// of a group as a thread of the system, and barriers between them cost microseconds; everything else is quick there.
    /// </summary>
    public static bool IsSmallEnough(string name, params IEnumerable<int> extents) =>
        name != "ilgpu-cpu" || extents.All(extent => extent <= LargestSlowExtent);

    /// <summary>Skips the test where <see cref="IsSmallEnough"/> says no.</summary>
    public static void EnsureSmallEnough(string name, params IEnumerable<int> extents)
    {
        if (!IsSmallEnough(name, extents))
        {
            Assert.Ignore($"A matrix product of more than {LargestSlowExtent} rows or columns takes too long on '{name}'.");
        }
    }

    /// <summary>Closes what was opened.</summary>
    public static void CloseAll()
    {
        lock (_lock)
        {
            foreach ((IBackend? backend, _) in _opened.Values)
            {
                backend?.Dispose();
            }

            _opened.Clear();
        }
    }

    private static (IBackend? Backend, string? Reason) Open(string name)
    {
        lock (_lock)
        {
            if (!_opened.TryGetValue(name, out (IBackend? Backend, string? Reason) opened))
            {
                IBackend? backend = BackendCatalog.TryOpen(name, threads: 0, out string? reason);
                opened = (backend, reason);
                _opened.Add(name, opened);
            }

            return opened;
        }
    }
}
