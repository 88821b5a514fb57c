using System.Text.RegularExpressions;

namespace NativeGan.Tests.Architecture;

/// <summary>One source file of a project, and the names in it that lead to other files.</summary>
/// <param name="path">Where it lies in its project, with forward slashes: <c>Cpu/ThreadTeam.cs</c>.</param>
/// <param name="text">What is written in it.</param>
internal sealed partial class SourceFile(string path, string text)
{
    // Without comments; the types that a documentation comment refers to stay.
    private readonly string _code = Comment().Replace(UsingLine().Replace(text, ""), comment => string.Join(' ', Reference().Matches(comment.Value)));

    /// <summary>Where it lies in its project.</summary>
    public string Path => path;

    /// <summary>The folder, which is its namespace too; empty for the project's top.</summary>
    public string Folder { get; } = System.IO.Path.GetDirectoryName(path)!.Replace('\\', '/');

    /// <summary>The type in it: one type, one file, and its parts have names such as <c>GpuBackend.Launches</c>.</summary>
    public string TypeName { get; } = System.IO.Path.GetFileName(path).Split('.')[0];

    /// <summary>Whether other files can name what is in it: a file of statements, such as <c>Program.cs</c>, has no namespace.</summary>
    public bool HasType { get; } = Namespace().IsMatch(text);

    /// <summary>The namespaces and types of its using lines.</summary>
    public IEnumerable<string> Usings => UsingLine().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>Names with a dot in them, such as <c>Samples.SampleReport</c>.</summary>
    public IEnumerable<string> QualifiedNames => QualifiedName().Matches(_code).Select(match => match.Value);

    /// <summary>All source files of a project.</summary>
    public static IReadOnlyList<SourceFile> ReadAll(string projectFolder) =>
    [
        .. Directory.EnumerateFiles(projectFolder, "*.cs", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(projectFolder, file).Replace('\\', '/'))
            .Where(path => !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(System.IO.Path.Combine(projectFolder, path)))),
    ];

    /// <summary>Whether the code names a type.</summary>
    public bool Names(string typeName) => Regex.IsMatch(_code, $@"\b{Regex.Escape(typeName)}\b");

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"^namespace ", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    [GeneratedRegex("cref=\"[^\"]*\"")]
    private static partial Regex Reference();
}
