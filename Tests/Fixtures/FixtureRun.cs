using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Fixtures;

/// <summary>A recorded case to be repeated on a backend, or the reason why there are none.</summary>
public sealed class FixtureRun
{
    private readonly FixtureCase? _case;
    private readonly string? _problem;

    private FixtureRun(FixtureCase? recorded, string backend, string? problem) => (_case, Backend, _problem) = (recorded, backend, problem);

    /// <summary>The case; a family that cannot be read fails the test here.</summary>
    public FixtureCase Case
    {
        get
        {
            if (_problem is not null)
            {
                Assert.Fail(_problem);
            }

            return _case!;
        }
    }

    /// <summary>The backend's name.</summary>
    public string Backend { get; }

    /// <summary>Every case of a family on every backend present, named as in <c>add_03 on cpu</c>.</summary>
    public static IEnumerable<TestCaseData> Of(string family)
    {
        FixtureFamily? loaded = null;
        string problem = string.Empty;
        try
        {
            loaded = FixtureFamily.Load(family);
        }
        catch (FixtureException exception)
        {
            problem = exception.Message;
        }

        if (loaded is null)
        {
            // A source that throws or is empty could pass for a skipped test; this one fails with the reason.
            return [new TestCaseData(new FixtureRun(null, string.Empty, problem)).SetName($"family {family}")];
        }

        return from recorded in loaded.Cases
               from backend in BackendCases.Present
               select new TestCaseData(new FixtureRun(recorded, backend, null)).SetName($"{recorded.Name} on {backend}");
    }

    public override string ToString() => _case is null ? "no cases" : $"{_case.Name} on {Backend}";
}
