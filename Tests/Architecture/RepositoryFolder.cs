namespace NativeGan.Tests.Architecture;

/// <summary>Where the solution lies, above the tests' own folder.</summary>
internal static class RepositoryFolder
{
    /// <summary>The folder with <c>NativeGan.sln</c>.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "NativeGan.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"There is no NativeGan.sln above '{AppContext.BaseDirectory}'.");
    }
}
