using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests;

/// <summary>Closes the shared backends after the last test.</summary>
[SetUpFixture]
public sealed class BackendLifetime
{
    [OneTimeTearDown]
    public void CloseBackends() => BackendCases.CloseAll();
}
