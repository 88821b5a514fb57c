using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Training.Optimizers;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>The catalog leaves out no primitive and no update rule.</summary>
public sealed class PrimitiveCatalogTests
{
    // What every case needs anyway, and capture, which is no computation.
    private static readonly string[] _infrastructure =
        [nameof(IBackend.Allocate), nameof(IBackend.Upload), nameof(IBackend.Download), nameof(IBackend.Synchronize), nameof(IBackend.Capture), nameof(IBackend.Hold)];

    [Test]
    public void Catalog_OfPrimitives_HasEveryMethodOfABackend()
    {
        IEnumerable<string> methods = typeof(IBackend).GetMethods()
            .Where(method => !method.IsSpecialName).Select(method => method.Name).Distinct().Except(_infrastructure);

        Assert.That(PrimitiveCatalog.Cases.Select(one => one.Primitive).Distinct(), Is.EquivalentTo(methods));
    }

    [Test]
    public void Catalog_OfPrimitives_HasUniqueNames() =>
        Assert.That(PrimitiveCatalog.Cases.Concat(UpdateRuleCases.All).Select(one => one.ToString()), Is.Unique);

    [Test]
    public void Catalog_OfPrimitives_GivesAReasonForEveryTolerance() =>
        Assert.That(PrimitiveCatalog.Cases.Select(one => one.Tolerance.Reason), Has.None.Empty);
}
