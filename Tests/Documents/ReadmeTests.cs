using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;
using NativeGan.Tests.Architecture;
using NativeGan.Training.Commands;
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

    [Test]
    public void Commands_OfTheReadmes_WriteOnlyWhatGitIgnores()
    {
        if (!Path.Exists(Path.Combine(RepositoryFolder.Path, ".git")))
        {
            Assert.Ignore("This is no clone.");
        }

        // A word in capitals stands for any name.
        IEnumerable<string> named = Readmes.Where(file => !file.Contains("/Results/", StringComparison.Ordinal))
            .SelectMany(file => Regex.Matches(File.ReadAllText(Path.Combine(RepositoryFolder.Path, file)), @"--(?:out|npy) ([a-z][^\s`)]*)"))
            .Select(match => match.Groups[1].Value);
        Command[] commands = [CompareCommand.Create(), LabCommand.Create(), .. DataCommand.Create().Subcommands];
        IEnumerable<string> usual = commands
            .SelectMany(command => command.Options.OfType<Option<string>>().Where(option => option.Name == "--out"))
            .Select(option => (string?)option.GetDefaultValue()).OfType<string>();

        string[] written = [.. named.Concat(usual).Distinct()];

        Assert.That(written, Is.Not.Empty);
        Assert.That(written.Where(path => !IsIgnored(path)), Is.Empty);
    }

    private static bool IsIgnored(string path)
    {
        // A folder's rule is asked by a file in it; a file's rule by its name.
        foreach (string asked in new[] { path, $"{path}/file" })
        {
            using Process git = Process.Start(new ProcessStartInfo("git", ["check-ignore", "--quiet", "--no-index", asked]) { WorkingDirectory = RepositoryFolder.Path })!;
            git.WaitForExit();
            if (git.ExitCode == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static string Block(string language) => Regex.Match(
        File.ReadAllText(Path.Combine(RepositoryFolder.Path, "README.md")), $@"```{language}\n(.*?)\n```", RegexOptions.Singleline).Groups[1].Value;
}
