using NativeGan.Engine.Backends;
using NUnit.Framework;

namespace NativeGan.Tests.Support;

public sealed class BackendCasesTests
{
    [TestCaseSource(typeof(BackendCases), nameof(BackendCases.All))]
    public void Backend_OfTheCatalog_IsPresentOrSaysWhyNot(string name)
    {
        IBackend backend = BackendCases.Get(name);

        Assert.That(backend.Name, Is.EqualTo(name));
        Assert.That(backend.Description, Is.Not.Empty);
    }

    [Test]
    public void Backends_OnEveryMachine_IncludeReference() => Assert.That(BackendCases.Present, Does.Contain("reference"));
}
