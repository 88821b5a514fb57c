using System.Text.RegularExpressions;
using NativeGan.Tests.Architecture;
using NUnit.Framework;

namespace NativeGan.Tests.Documents;

/// <summary>What the READMEs show is what the code does, and what they link to exists.</summary>
public sealed class ReadmeTests
{
    private static IEnumerable<string> Readmes => Directory.EnumerateFiles(RepositoryFolder.Path, "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(RepositoryFolder.Path, file).Replace('\\', '/'))
        .Where(file => !Regex.IsMatch(file, @"(^|/)(bin|obj|runs|labs|artifacts|\.[^/]+)/"))
        .Order(StringComparer.Ordinal);

    [Test]
    public void Program_OfTheReadme_IsTheOneThatIsCompiled()
    {
        string source = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "Tests/Documents/ReadmeProgram.cs"));

        string body = Regex.Match(source, @"Run\(\)\s*\{\n(.*?)\n    \}\n\}", RegexOptions.Singleline).Groups[1].Value;

        Assert.That(Block("csharp"), Does.EndWith(string.Join('\n', body.Split('\n').Select(line => line.Trim()))));
    }

    [Test]
    public void Program_OfTheReadme_PrintsWhatTheReadmeSays()
    {
        TextWriter console = Console.Out;
        using StringWriter printed = new();
        try
        {
            Console.SetOut(printed);
            ReadmeProgram.Run();
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.That(Block("text"), Is.EqualTo(printed.ToString().ReplaceLineEndings("\n").TrimEnd()));
    }

    [TestCaseSource(nameof(Readmes))]
    public void Links_OfADocument_LeadToFiles(string document)
    {
        string path = Path.Combine(RepositoryFolder.Path, document);

        IEnumerable<string> missing = Regex.Matches(File.ReadAllText(path), @"\]\((?!https?:|#)([^)#\s]+)")
            .Select(match => match.Groups[1].Value)
            .Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, link)));

        Assert.That(missing, Is.Empty, $"{document} links to what is not there.");
    }

    private static string Block(string language) => Regex.Match(
        File.ReadAllText(Path.Combine(RepositoryFolder.Path, "README.md")), $@"```{language}\n(.*?)\n```", RegexOptions.Singleline).Groups[1].Value;
}
