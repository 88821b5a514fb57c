using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>What primitives do with NaN, infinities, rings and clocks, by hand-worked numbers, on every backend.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.Present))]
public sealed class EdgeValueTests(string backendName)
{
    private DeviceScratch _device = null!;

    private IBackend Backend => BackendCases.Get(backendName);

    [SetUp]
    public void CreateScratch() => _device = new DeviceScratch(Backend);

    [TearDown]
    public void ReturnBuffers() => _device.Dispose();

    [TestCase(1, 7, 1)]
    [TestCase(1, 4097, 1)]
    [TestCase(1, 70001, 1)]
    [TestCase(3, 33, 1)]
    [TestCase(1, 65, 5)]
    [TestCase(2, 17, 35)]
    public void Max_WhereAnElementIsNaN_IsNaN(int outer, int extent, int inner)
    {
        AxisView view = new(outer, extent, inner);
        foreach (int place in new[] { 0, extent / 2, extent - 1 })
        {
            // One NaN in the first and one in the last result; a larger number behind it must not hide it.
            double[] x = TestNumbers.Uniform(view.FullCount);
            x[place * inner] = double.NaN;
            x[((outer - 1) * extent + place) * inner + inner - 1] = double.NaN;
            DeviceBuffer y = _device.Blank(view.ReducedCount);
            Backend.Fill(0, y);

            Backend.Max(view, _device.Numbers(x), y);

            double[] maxima = _device.Read(y);
            Assert.That(maxima[0], Is.NaN, $"NaN at {place} of {view} on {backendName}");
            Assert.That(maxima[^1], Is.NaN, $"NaN at {place} of {view} on {backendName}");
            Assert.That(maxima.Skip(1).SkipLast(1), Has.None.NaN, $"others of {view} on {backendName}");
        }
    }

    [Test]
    public void Max_OfInfinities_IsTheLargest()
    {
        double[] x = [double.NegativeInfinity, double.NegativeInfinity, -3, double.PositiveInfinity, double.NegativeInfinity, -1e30];
        DeviceBuffer y = _device.Blank(3);

        Backend.Max(new AxisView(3, 2, 1), _device.Numbers(x), y);

        NumericAssert.AreClose(_device.Read(y), [double.NegativeInfinity, double.PositiveInfinity, -1e30], 1e-7, 0, "Max of infinities", backendName);
    }

    [Test]
    public void Sum_OfInfinities_FollowsIeee()
    {
        double inf = double.PositiveInfinity;
        DeviceBuffer y = _device.Blank(3);

        Backend.Sum(new AxisView(3, 2, 1), _device.Numbers([inf, 1, inf, -inf, 1, double.NaN]), y);

        NumericAssert.AreClose(_device.Read(y), [inf, double.NaN, double.NaN], 0, 0, "Sum of infinities", backendName);
    }

    [Test]
    public void MatMul_WithNaN_SpoilsItsRowOnly()
    {
        // a = [[1, NaN], [1, 2]], b = [[1, 0], [0, 0]]: NaN·0 is NaN, so a zero in b must not be skipped.
        DeviceBuffer c = _device.Blank(4);

        Backend.MatMul(
            new MatMulSize(2, 2, 2, false, false), _device.Numbers([1, double.NaN, 1, 2]), _device.Numbers([1, 0, 0, 0]), null, default(Identity), c);

        NumericAssert.AreClose(_device.Read(c), [double.NaN, double.NaN, 1, 0], 0, 0, "MatMul with NaN", backendName);
    }

    [Test]
    public void Gather_FromBytes_ScalesToTheInterval()
    {
        // Rows 2, 0, 2 of [[0, 255], [1, 2], [51, 204]]; 51/255 = 0.2, 204/255 = 0.8.
        DeviceBuffer y = _device.Blank(6);

        Backend.Gather(PixelScaling.ZeroToOne, 2, _device.Bytes([0, 255, 1, 2, 51, 204]), _device.Integers(2, 0, 2), y);

        NumericAssert.AreClose(_device.Read(y), [0.2, 0.8, 0, 1, 0.2, 0.8], 1e-7, 0, "Gather from bytes", backendName);
    }

    [Test]
    public void ScatterAdd_WithRepeatedIndices_AddsUpAndClearsTheRest()
    {
        DeviceBuffer table = _device.Blank(8);

        Backend.ScatterAdd(2, _device.Numbers([1, 2, 10, 20, 100, 200]), _device.Integers(3, 0, 3), table);

        Assert.That(_device.Read(table), Is.EqualTo(new double[] { 10, 20, 0, 0, 0, 0, 101, 202 }));
    }

    [Test]
    public void TakeRow_FromARing_GoesRoundAndRound()
    {
        DeviceBuffer ring = _device.Integers(1, 2, 3, 4, 5, 6), cursor = _device.Integers(1), row = _device.Integers(0, 0);
        List<int> taken = [];
        for (int step = 0; step < 4; step++)
        {
            Backend.TakeRow(ring, cursor, row);
            taken.AddRange(_device.ReadIntegers(row));
        }

        Assert.That(taken, Is.EqualTo(new[] { 3, 4, 5, 6, 1, 2, 3, 4 }));
        Assert.That(_device.ReadIntegers(cursor), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void TakeRow_OfNumbers_CopiesThem()
    {
        DeviceBuffer ring = _device.Numbers([0.5, 1.5, 2.5]), cursor = _device.Integers(2), row = _device.Blank(1);

        Backend.TakeRow(ring, cursor, row);

        Assert.That(_device.Read(row), Is.EqualTo(new[] { 2.5 }));
        Assert.That(_device.ReadIntegers(cursor), Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public void PutRow_IntoARing_OverwritesTheOldest()
    {
        DeviceBuffer ring = _device.Numbers(new double[3]), cursor = _device.Integers(0);
        for (int step = 1; step <= 4; step++)
        {
            Backend.PutRow(_device.Numbers([step]), cursor, ring);
        }

        Assert.That(_device.Read(ring), Is.EqualTo(new double[] { 4, 2, 3 }));
        Assert.That(_device.ReadIntegers(cursor), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void PutRow_OfIntegers_FillsTheRow()
    {
        DeviceBuffer ring = _device.Integers(0, 0, 0, 0), cursor = _device.Integers(1);

        Backend.PutRow(_device.Integers(7, 8), cursor, ring);

        Assert.That(_device.ReadIntegers(ring), Is.EqualTo(new[] { 0, 0, 7, 8 }));
    }

    [Test]
    public void Update_OfTwoSteps_AdvancesClockAndState()
    {
        // m₁ = 0.5·0 + 4 = 4, p₁ = 1 − 0.125·4 = 0.5; m₂ = 0.5·4 + 4 = 6, p₂ = 0.5 − 0.125·6 = −0.25.
        DeviceBuffer clock = _device.Clock(new UpdateClock(0, 0.125, 1, 1));
        UpdateSegment segment = new(_device.Numbers([1]), _device.Numbers([4]), _device.Numbers([0]), _device.Numbers([0]));

        Backend.Update(new HalvingMomentum(), clock, [segment]);
        Backend.Update(new HalvingMomentum(), clock, [segment]);

        Assert.That(_device.Read(segment.Parameter), Is.EqualTo(new[] { -0.25 }));
        Assert.That(_device.Read(segment.First), Is.EqualTo(new double[] { 6 }));
        Assert.That(_device.Read(segment.Second), Is.EqualTo(new double[] { 2 }));
        Assert.That(_device.ReadClock(clock), Is.EqualTo(new UpdateClock(2, 0.125, 0.25, 1)));
    }
}
