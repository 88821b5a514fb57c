using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Kernels;
using NativeGan.Kernels.Gpu;
using NativeGan.Kernels.Gpu.MatMul;
using NativeGan.Tests.Training.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>The tables of measured plans: what is written is read, a damaged one is refused, and its plans are used.</summary>
public sealed class MatMulTuningTests
{
    private static readonly TunedMatMul _entry = new(
        new MatMulSize(128, 256, 100, true, false), new GpuMatMulPlan(GpuMatMulVersion.VectorTiled, 8, 4), 12.5,
        new GpuMatMulPlan(GpuMatMulVersion.RegisterTiled), 20, ["Tiled/8x1: wrong"]);

    private readonly MatMulTuningTable _table = new("A Device (R), 2", MatMulPrecision.Float32, [_entry]);

    [Test]
    public void Save_ThenLoad_GivesTheSameTable()
    {
        using TemporaryFolder folder = new();

        string path = _table.Save(folder.Path);
        MatMulTuningTable loaded = MatMulTuningTable.TryLoad(folder.Path, _table.Device, MatMulPrecision.Float32)!;

        Assert.That(Path.GetFileName(path), Is.EqualTo("a-device-r-2-float32.json"));
        Assert.That(loaded.Products.Single() with { Rejected = _entry.Rejected }, Is.EqualTo(_entry));
        Assert.That(loaded.Products.Single().Rejected, Is.EqualTo(_entry.Rejected));
        Assert.That(folder.Names(), Has.Length.EqualTo(1));
    }

    [Test]
    public void Save_WhileAnotherProcessWritesTheSameTable_DoesNotMeetItsFile()
    {
        using TemporaryFolder folder = new();
        string path = MatMulTuningTable.PathOf(folder.Path, _table.Device, _table.Precision);
        using FileStream another = new(path + ".tmp", FileMode.CreateNew, FileAccess.Write, FileShare.None);

        Assert.That(() => _table.Save(folder.Path), Throws.Nothing);
    }

    [Test]
    public void TryLoad_OfAnotherPrecision_FindsNothing()
    {
        using TemporaryFolder folder = new();
        _table.Save(folder.Path);

        Assert.That(MatMulTuningTable.TryLoad(folder.Path, _table.Device, MatMulPrecision.Tf32), Is.Null);
    }

    [TestCase("{")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{ "device": "Another", "precision": "Float32", "products": [] }""")]
    [TestCase("""{ "device": "A Device (R), 2", "precision": "Float32", "products": [{ "plan": "VectorTiled" }] }""")]
    [TestCase("""{ "device": "A Device (R), 2", "precision": "Float32", "products": [{ "plan": 8 }] }""")]
    public void TryLoad_OfADamagedTable_SaysWhatToDo(string content)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(_table.Save(folder.Path), content);

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => MatMulTuningTable.TryLoad(folder.Path, _table.Device, _table.Precision))!;

        Assert.That(exception.Message, Does.Contain("a-device-r-2-float32.json").And.EndsWith("Delete it, or make it anew with 'nativegan tune'."));
    }

    [Test]
    public void With_ANewerEntryOfTheSameShape_ReplacesIt()
    {
        TunedMatMul newer = _entry with { Plan = new GpuMatMulPlan(GpuMatMulVersion.Tiled, 8) }, other = _entry with { Size = _entry.Size with { Rows = 3 } };

        Assert.That(_table.With([newer, other]).Products, Is.EqualTo(new[] { newer, other }));
    }

    [Test]
    public void Tune_OnAGpu_FindsAPlanThatIsThenUsed([Values("cuda", "opencl")] string name)
    {
        using TemporaryFolder folder = new();
        using IBackend? backend = GpuDevices.TryOpen(name, out string? reason);
        if (backend is null)
        {
            Assert.Ignore($"Backend '{name}' is not available here: {reason}");
        }

        MatMulSize size = new(17, 19, 130, false, true);
        List<TunedMatMul> told = [];
        MatMulTuningTable table = MatMulTuner.Tune(backend, [size], told.Add);
        table.Save(folder.Path);
        using IBackend again = GpuDevices.TryOpen(name, new BackendOptions { TuningFolder = folder.Path }, out _)!;

        Assert.That(told, Is.EqualTo(table.Products));
        Assert.That(told.Single().Rejected, Is.Empty);
        Assert.That(told.Single().Microseconds, Is.GreaterThan(0).And.LessThanOrEqualTo(told.Single().UntunedMicroseconds));
        Assert.That(MatMulTuner.PlanFor(again, size), Is.EqualTo(told.Single().Plan));
        Assert.That(MatMulTuner.SizesMultiplied(again), Is.Empty);
        PrimitiveCase product = ProductCases.Product(size, MatMulAddend.Row);
        using ReferenceBackend reference = new();
        PrimitiveCases.Check(product, again, reference);
        Assert.That(MatMulTuner.SizesMultiplied(again), Is.EqualTo(new[] { size }));
    }

    [Test]
    public void Tune_OfABackendThatIsNoGpu_IsRefused()
    {
        using ReferenceBackend reference = new();

        Assert.Throws<ArgumentException>(() => MatMulTuner.Tune(reference, [], _ => { }));
    }

    [Test]
    public void TryOpen_Tf32WithoutTensorCores_SaysWhoHasThem([Values("cpu", "reference", "opencl", "ilgpu-cpu")] string name)
    {
        IBackend? backend = BackendCatalog.TryOpen(name, new BackendOptions { Precision = MatMulPrecision.Tf32 }, out string? reason);

        Assert.That(backend, Is.Null);
        Assert.That(reason, Does.Contain("cuda"));
    }
}
