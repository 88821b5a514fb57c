using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Checking;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Tests.Support;
using NUnit.Framework;

namespace NativeGan.Tests.Engine;

/// <summary>A captured step is the eager step, recorded: same numbers, no host memory, buffers of its own.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.Present))]
public sealed class CaptureTests(string backendName)
{
    private IBackend Backend => BackendCases.Get(backendName);

    [Test]
    public void Replay_OfATrainingStep_GivesTheBitsOfTheEagerSteps()
    {
        const int Steps = 6;
        using SmallTraining eager = new(Backend, Steps), captured = new(Backend, Steps);
        for (int step = 0; step < Steps; step++)
        {
            eager.Step();
        }

        using (ICapturedStep step = Backend.Capture(captured.Step))
        {
            for (int replay = 1; replay < Steps; replay++)
            {
                step.Replay();
            }

            Assert.That(step.CallCount, Is.GreaterThan(5));
        }

        NumericAssert.AreIdentical(captured.Losses(), eager.Losses(), "Losses of six steps", backendName);
        NumericAssert.AreIdentical(captured.Weights(), eager.Weights(), "Weights after six steps", backendName);
        Assert.That(eager.Losses(), Is.Unique, "every step saw other noise and other weights");
    }

    [Test]
    public void Capture_OfAStep_RunsItOnce()
    {
        using DeviceScratch device = new(Backend);
        DeviceBuffer x = device.Numbers([1, 2]);

        using ICapturedStep step = Backend.Capture(() => Backend.Map(new AddScalar.Formula(10), x, x));
        double[] afterCapture = device.Read(x);
        step.Replay();

        Assert.That(afterCapture, Is.EqualTo(new double[] { 11, 12 }));
        Assert.That(device.Read(x), Is.EqualTo(new double[] { 21, 22 }));
        Assert.That(step.CallCount, Is.EqualTo(1));
    }

    [Test]
    public void Replay_WithRandomNumbers_DrawsFreshOnes()
    {
        using RandomSource source = new(Backend, seed: 5, stream: 1), expected = new(Backend, seed: 5, stream: 1);
        Tensor noise = null!;
        using ICapturedStep step = Backend.Capture(() => noise = source.Normal(new Shape(37)));
        using Tensor first = expected.Normal(new Shape(37)), second = expected.Normal(new Shape(37)), third = expected.Normal(new Shape(37));

        NumericAssert.AreIdentical(noise.ToDoubleArray(), first.ToDoubleArray(), "Noise of the captured run", backendName);
        step.Replay();
        NumericAssert.AreIdentical(noise.ToDoubleArray(), second.ToDoubleArray(), "Noise of the first replay", backendName);
        step.Replay();
        NumericAssert.AreIdentical(noise.ToDoubleArray(), third.ToDoubleArray(), "Noise of the second replay", backendName);
        Assert.That(source.DrawCount, Is.EqualTo(3));
    }

    [Test]
    public void Upload_InACapturedStep_Throws()
    {
        string found = Refusal.Message<InvalidOperationException>(
            () => Backend.Capture(() => Tensor.FromArray(Backend, [1f, 2f], new Shape(2))));

        Assert.That(found, Is.EqualTo(
            "Upload: a step is being captured, and a replay would not repeat it. Create constants and read results outside the step."));
        EnsureUsable();
    }

    [Test]
    public void Download_InACapturedStep_Throws()
    {
        using Tensor x = Tensor.Ones(Backend, new Shape(2));

        string found = Refusal.Message<InvalidOperationException>(() => Backend.Capture(() => x.ToArray()));

        Assert.That(found, Is.EqualTo(
            "Download: a step is being captured, and a replay would not repeat it. Create constants and read results outside the step."));
        EnsureUsable();
    }

    [Test]
    public void Capture_InACapturedStep_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => Backend.Capture(() => Backend.Capture(() => { }).Dispose()));
        EnsureUsable();
    }

    [Test]
    public void Replay_OfADisposedStep_Throws()
    {
        using Tensor x = Tensor.Ones(Backend, new Shape(2));
        ICapturedStep step = Backend.Capture(() => Backend.Map(new AddScalar.Formula(1), x.Buffer, x.Buffer));
        step.Dispose();
        step.Dispose();

        Assert.Throws<ObjectDisposedException>(step.Replay);
    }

    [Test]
    public void Replay_AfterTheTapeIsGone_LeavesForeignTensorsAlone()
    {
        // The step's temporaries went back to a pool when its tape was disposed. If that pool were shared, the tensors made
        // afterwards, of the same sizes, would sit in the very buffers that a replay writes.
        using SmallTraining training = new(Backend, losses: 8);
        using ICapturedStep step = Backend.Capture(training.Step);
        List<Tensor> others = [];
        for (int size = 1; size <= 128; size++)
        {
            others.Add(Tensor.Full(Backend, new Shape(size), size));
        }

        for (int replay = 0; replay < 3; replay++)
        {
            step.Replay();
        }

        foreach (Tensor other in others)
        {
            Assert.That(other.ToArray(), Has.All.EqualTo((float)other.Shape.Count), $"a tensor of {other.Shape} on {backendName}");
            other.Dispose();
        }
    }

    [Test]
    public void Replay_OfTwoSteps_KeepsThemApart()
    {
        using SmallTraining first = new(Backend, losses: 4), second = new(Backend, losses: 4), expected = new(Backend, losses: 4);
        using ICapturedStep a = Backend.Capture(first.Step), b = Backend.Capture(second.Step);
        for (int replay = 1; replay < 4; replay++)
        {
            a.Replay();
            b.Replay();
        }

        for (int step = 0; step < 4; step++)
        {
            expected.Step();
        }

        NumericAssert.AreIdentical(first.Losses(), expected.Losses(), "Losses of the first step", backendName);
        NumericAssert.AreIdentical(second.Losses(), expected.Losses(), "Losses of the second step", backendName);
    }

    private void EnsureUsable()
    {
        using Tensor x = Tensor.FromArray(Backend, [1f, 2f], new Shape(2));
        using Tensor y = x * 2;
        Assert.That(y.ToArray(), Is.EqualTo(new[] { 2f, 4f }), "the backend works after a refused capture");
    }

    /// <summary>A network of two layers that learns from noise: draws, products, a reduction, gradients, an update, a ring.</summary>
    private sealed class SmallTraining : IDisposable
    {
        private readonly IBackend _backend;
        private readonly DeviceScratch _device;
        private readonly RandomSource _noise;
        private readonly Parameter[] _parameters;
        private readonly DeviceBuffer[] _first, _second;
        private readonly DeviceBuffer _clock, _losses, _cursor;

        public SmallTraining(IBackend backend, int losses)
        {
            _backend = backend;
            _device = new DeviceScratch(backend);
            _noise = new RandomSource(backend, seed: 11, stream: 0);
            _parameters = [Create("0.weight", 0, 5, 17), Create("0.bias", 1, 17), Create("1.weight", 2, 17, 3), Create("1.bias", 3, 3)];
            _first = [.. _parameters.Select(parameter => _device.Numbers(new double[parameter.Shape.Count]))];
            _second = [.. _parameters.Select(parameter => _device.Numbers(new double[parameter.Shape.Count]))];
            _clock = _device.Clock(new UpdateClock(0, 0.125, 1, 1));
            _losses = _device.Blank(losses);
            _cursor = _device.Integers(0);
        }

        public void Step()
        {
            using GradientTape tape = new();
            Tensor hidden = _noise.Normal(new Shape(8, 5)).Linear(_parameters[0], _parameters[1]).LeakyRelu();
            Tensor loss = hidden.Linear(_parameters[2], _parameters[3]).BinaryCrossEntropyWithLogits(Tensor.Ones(_backend, new Shape(8, 3))).Mean();
            Gradients gradients = tape.Gradients(loss, _parameters);
            UpdateSegment[] segments = [.. _parameters.Select((parameter, index) =>
                new UpdateSegment(parameter.Buffer, gradients[parameter].Buffer, _first[index], _second[index]))];
            _backend.Update(new HalvingMomentum(), _clock, segments);
            _backend.PutRow(loss.Buffer, _cursor, _losses);
            foreach (Parameter parameter in _parameters)
            {
                parameter.MarkChanged();
            }
        }

        public double[] Losses() => _device.Read(_losses);

        public double[] Weights() => [.. _parameters.SelectMany(parameter => parameter.ToDoubleArray())];

        public void Dispose()
        {
            _device.Dispose();
            _noise.Dispose();
            foreach (Parameter parameter in _parameters)
            {
                parameter.Dispose();
            }
        }

        private Parameter Create(string name, uint stream, params int[] extents)
        {
            Shape shape = new(extents);
            return new Parameter(name, _backend, TestNumbers.Uniform(shape.Count, -0.5, 0.5, stream), shape);
        }
    }
}
