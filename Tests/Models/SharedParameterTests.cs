using NativeGan.Engine;
using NativeGan.Engine.Backends;
using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models;
using NativeGan.Models.Layers;
using NativeGan.Tests.Support;
using NativeGan.Training.Optimizers;
using NUnit.Framework;

namespace NativeGan.Tests.Models;

/// <summary>A parameter that several layers share is one parameter wherever parameters are collected.</summary>
[TestFixtureSource(typeof(BackendCases), nameof(BackendCases.Present))]
public sealed class SharedParameterTests(string backendName)
{
    private IBackend Backend => BackendCases.Get(backendName);

    // d w²/dw = 2 at w = 1, and one step of 0.1 along it leads to 0.8.
    [Test]
    public void Step_OfAParameterGivenTwice_UpdatesItOnce()
    {
        using Parameter weight = new("weight", Backend, [1.0], new Shape(1));
        using IParameterUpdater optimizer = new OptimizerOptions { Kind = "sgd", LearningRate = 0.1 }.Create([weight, weight]);
        using GradientTape tape = new();

        optimizer.Step(tape.Gradients((weight * weight).Sum(), optimizer.Parameters));

        Assert.That(weight.Item(), Is.EqualTo(0.8f));
        Assert.That(optimizer.Parameters, Is.EqualTo(new[] { weight }));
    }

    // Adam's first step is as long as the learning rate, whatever the gradient; its state is one too.
    [Test]
    public void Step_OfASharedLayer_MovesItByOneLearningRate()
    {
        using SharedScale layer = new(Backend);
        using Sequential network = new(layer, layer);
        using IParameterUpdater optimizer = new OptimizerOptions { LearningRate = 0.25 }.Create(network.Parameters);
        using GradientTape tape = new();

        Tensor y = network.Forward(Tensor.Full(Backend, new Shape(1), 3)).Sum();
        float before = y.Item();
        optimizer.Step(tape.Gradients(y, network.Parameters));

        Assert.That(before, Is.EqualTo(12f), "3·2·2");
        Assert.That(layer.Parameters[0].Item(), Is.EqualTo(1.75f).Within(1e-6f)); // ε = 1e-8 beside a gradient of 12
    }

    [Test]
    public void Sequential_WithALayerTwice_HasItsParametersOnce()
    {
        using SharedScale layer = new(Backend);
        using Sequential network = new(layer, layer);

        Assert.That(network.Parameters, Is.EqualTo(layer.Parameters));
        Assert.That(network.ParameterCount, Is.EqualTo(1));
    }

    private sealed class SharedScale(IBackend backend) : Module
    {
        public override IReadOnlyList<Parameter> Parameters { get; } = [new Parameter("scale", backend, [2.0], new Shape(1))];

        public override Tensor Forward(Tensor input) => input * Parameters[0];
    }
}
