using NativeGan.Engine.Backends;
using NativeGan.Kernels.Cpu;
using NativeGan.Tests.Support;
using NativeGan.Training.Optimizers;
using NUnit.Framework;

namespace NativeGan.Tests.Kernels;

/// <summary>Optimiser states on the processor when gradients fade to nothing: denormal numbers would slow every later update.</summary>
public sealed class FadingStateTests
{
    private const int Length = 64;

    private readonly CpuBackend _backend = new(threads: 1);

    [OneTimeTearDown]
    public void DisposeBackend() => _backend.Dispose();

    [Test]
    public void Adam_WhereGradientsFade_HasNoDenormalState() => Check(new AdamRule(0.9, 0.999, 1e-8, isEpsilonHat: false));

    [Test]
    public void Momentum_WhereGradientsFade_HasNoDenormalState() => Check(new MomentumRule(0.9, isNesterov: true));

    [Test]
    public void ScheduledMomentum_WhereGradientsFade_HasNoDenormalState() => Check(new ScheduledMomentumRule(0.5, 0.7, 1000, 1.000004, 1e-6));

    [Test]
    public void RmsProp_WhereGradientsFade_HasNoDenormalState() => Check(new RmsPropRule(0.9, 1e-8));

    [Test]
    public void TensorFlowRmsProp_WhereGradientsFade_HasNoDenormalState() => Check(new TensorFlowRmsPropRule(0.9, 0.5, 1e-10));

    // Gradients from 1 down to 1e-38, each a tenth of the one before, then nothing: what a pixel that stays black does.
    private void Check<TRule>(TRule rule) where TRule : unmanaged, IUpdateRule
    {
        using DeviceScratch device = new(_backend);
        DeviceBuffer clock = device.Clock(new UpdateClock(0, 0.001, 1, 1));
        DeviceBuffer parameter = device.Numbers(TestNumbers.Uniform(Length)), gradient = device.Numbers(new double[Length]);
        DeviceBuffer first = device.Numbers(new double[Length]), second = device.Numbers(new double[Length]);
        UpdateSegment[] segments = [new(parameter, gradient, first, second)];
        for (int step = 0; step < 1500; step++)
        {
            _backend.Fill(step < 39 ? Math.Pow(10, -step) : 0, gradient);
            _backend.Update(rule, clock, segments);
            if (step % 50 == 49)
            {
                Assert.That(device.Read(first).Concat(device.Read(second)), Has.None.Matches<double>(value => float.IsSubnormal((float)value)), $"after {step + 1} updates");
            }
        }

        Assert.That(device.Read(parameter), Has.All.Matches<double>(double.IsFinite));
    }
}
